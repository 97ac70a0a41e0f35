'use client';

import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { FormAlert } from '@/components/ui/form-alert';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import type { KeyView } from '@/lib/keys/schema';
import { RevealDialog } from './reveal-dialog';
import { useRotateKey } from './use-key-changes';

const OVERLAPS = [
  { seconds: 0, label: 'Now', detail: 'The present key is refused as soon as the new one is shown.' },
  { seconds: 900, label: 'After 15 minutes', detail: 'For a deployment that is about to run.' },
  { seconds: 3600, label: 'After 1 hour', detail: 'Both keys work for an hour and share all limits.' },
  { seconds: 86_400, label: 'After 24 hours', detail: 'Both keys work for a day and share all limits.' },
];

interface RotateDialogProps {
  apiKey: KeyView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A new secret for the same key: its id, limits and counters stay. */
export function RotateDialog({ apiKey, open, onOpenChange }: RotateDialogProps) {
  const rotate = useRotateKey(apiKey);
  const [seconds, setSeconds] = useState('900');
  const [secret, setSecret] = useState<string | null>(null);

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (rotate.isPending) return;
          rotate.reset();
          onOpenChange(next);
        }}
      >
        <DialogContent
          title={`Rotate ${apiKey.name}`}
          description="You get a new secret. The key’s id, limits, budget and what it used stay as they are."
          footer={
            <>
              <DialogClose render={<Button variant="outline">Cancel</Button>} />
              <Button
                pending={rotate.isPending}
                onClick={() =>
                  rotate.mutate(Number(seconds), {
                    onSuccess: ({ key }) => {
                      onOpenChange(false);
                      setSecret(key);
                    },
                  })
                }
              >
                Rotate key
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-4">
            <FormAlert>{rotate.error ? errorText(rotate.error).message : null}</FormAlert>
            <div className="flex flex-col gap-2">
              <p id="rotate-when" className="font-medium text-sm">
                When does the present key stop working?
              </p>
              <RadioGroup
                aria-labelledby="rotate-when"
                value={seconds}
                onValueChange={(value) => setSeconds(String(value))}
              >
                {OVERLAPS.map((overlap) => (
                  <RadioCard
                    key={overlap.seconds}
                    value={String(overlap.seconds)}
                    label={overlap.label}
                    detail={overlap.detail}
                  />
                ))}
              </RadioGroup>
            </div>
          </div>
        </DialogContent>
      </Dialog>
      <RevealDialog
        title={`${apiKey.name} has a new secret`}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}
