import { CircleAlert } from 'lucide-react';

export function SuspendedNotice() {
  return (
    <p role="alert" className="flex gap-2 rounded-lg bg-danger-soft px-4 py-3 text-danger text-sm">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>
        <span className="font-medium">This workspace is suspended.</span> Every request is answered 403 until
        an admin of this Headroom lifts it. Nothing was deleted.
      </span>
    </p>
  );
}
