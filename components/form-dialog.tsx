'use client';

import { type ReactNode, useId } from 'react';
import { errorText } from './api-client';
import { Button, type ButtonProps } from './ui/button';
import { Dialog, DialogClose, DialogContent, type DialogContentProps } from './ui/dialog';
import { FormAlert } from './ui/form-alert';

interface FormDialogProps extends Pick<DialogContentProps, 'title' | 'description' | 'size'> {
  open?: boolean;
  onClose: () => void;
  /** The verb with its object, on the button: "Add rule". */
  action: string;
  onSubmit: () => void;
  pending?: boolean;
  /** It cannot be sent yet, or not at all. */
  disabled?: boolean;
  variant?: ButtonProps['variant'];
  /** What the change failed with, told below the fields; leave it out where the fields tell it themselves. */
  error?: unknown;
  autoComplete?: 'off';
  /** What the change brought forth: stands in place of the form until the dialog is closed. */
  result?: ReactNode;
  children: ReactNode;
}

/** A dialog around one form: its fields, what went wrong, and Cancel beside the button that sends it. */
export function FormDialog({
  open = true,
  onClose,
  action,
  onSubmit,
  pending = false,
  disabled = false,
  variant = 'primary',
  error,
  autoComplete,
  result,
  children,
  ...content
}: FormDialogProps) {
  const form = useId();
  const isOver = result !== undefined && result !== null;
  const send = (
    <>
      <DialogClose render={<Button variant="outline">Cancel</Button>} />
      <Button type="submit" form={form} variant={variant} pending={pending} disabled={disabled}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent {...content} footer={isOver ? <DialogClose render={<Button>Done</Button>} /> : send}>
        {isOver ? (
          result
        ) : (
          <form
            id={form}
            noValidate
            autoComplete={autoComplete}
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              onSubmit();
            }}
          >
            {children}
            {error === undefined ? null : <FormAlert>{error ? errorText(error).message : null}</FormAlert>}
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
