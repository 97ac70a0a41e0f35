'use client';

import { useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { RevealKey } from './reveal-key';

interface RevealDialogProps {
  title: string;
  /** The key itself; null while there is nothing to show. */
  secret: string | null;
  onClose: () => void;
}

/** Shows a key this once. Closing it without having copied asks first. */
export function RevealDialog({ title, secret, onClose }: RevealDialogProps) {
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);

  function close() {
    setAsking(false);
    setCopied(false);
    onClose();
  }

  return (
    <Dialog
      open={secret !== null}
      disablePointerDismissal
      onOpenChange={(open) => {
        if (open) return;
        if (copied) close();
        else setAsking(true);
      }}
    >
      <DialogContent
        title={title}
        description="Copy the key now. Only its fingerprint is stored, so it cannot be shown again."
        size="lg"
        footer={
          <Button onClick={() => (copied ? close() : setAsking(true))}>{copied ? 'Done' : 'Close'}</Button>
        }
      >
        {secret === null ? null : <RevealKey secret={secret} onCopied={() => setCopied(true)} />}
        <AlertDialog
          open={asking}
          onOpenChange={setAsking}
          title="Close without copying the key?"
          description="It cannot be shown again. If you did not keep it elsewhere, you will have to rotate the key to get a new one."
          cancel="Back to the key"
          action="Close anyway"
          onAction={close}
        />
      </DialogContent>
    </Dialog>
  );
}
