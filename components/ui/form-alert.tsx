import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What is wrong with the form as a whole. Present from the start, so that screen readers hear it change. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="empty:absolute">
      {children ? (
        <p className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span className="min-w-0">{children}</span>
        </p>
      ) : null}
    </div>
  );
}
