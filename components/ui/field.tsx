import { CircleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cloneElement, useId } from 'react';
import { cn } from './cn';
import { Label } from './label';

interface ControlProps {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

export interface FieldProps {
  label: ReactNode;
  /** Small text beside the label, such as "optional". */
  hint?: ReactNode;
  /** One sentence below the control. */
  description?: ReactNode;
  /** What is wrong and what to do; replaces the description. */
  error?: string;
  className?: string;
  /** One control; it gets the id and the ARIA references. */
  children: ReactElement<ControlProps>;
}

/** A labelled control with its description or error, wired for screen readers. */
export function Field({ label, hint, description, error, className, children }: FieldProps) {
  const generated = useId();
  const id = children.props.id ?? generated;
  const note = error ?? description;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        {hint ? <span className="text-muted-foreground text-xs">{hint}</span> : null}
      </div>
      {cloneElement(children, {
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': note ? `${id}-note` : undefined,
      })}
      {note ? (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={cn('flex gap-1 text-xs', error ? 'text-danger' : 'text-muted-foreground')}
        >
          {error ? <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden /> : null}
          <span className="min-w-0">{note}</span>
        </p>
      ) : null}
    </div>
  );
}
