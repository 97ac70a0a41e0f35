import type { ReactNode } from 'react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { FormAlert } from '@/components/ui/form-alert';

interface SettingsFormProps {
  /** The verb with its object, on the button; null where the reader may not send it. */
  action: string | null;
  onSubmit: () => void;
  disabled: boolean;
  change: { isPending: boolean; isError: boolean; error: unknown };
  children: ReactNode;
}

/** A form of its own in a card: its fields, what went wrong, and the button that sends it. */
export const SettingsForm = ({ action, onSubmit, disabled, change, children }: SettingsFormProps) => (
  <form
    noValidate
    className="flex max-w-md flex-col gap-4"
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
    <FormAlert>{change.isError ? errorText(change.error).message : null}</FormAlert>
    {action === null ? null : (
      <Button type="submit" className="self-start" disabled={disabled} pending={change.isPending}>
        {action}
      </Button>
    )}
  </form>
);
