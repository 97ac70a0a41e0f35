import { TriangleAlert } from 'lucide-react';

/** For a workspace that fell to a plan without keys while it has some. */
export function KeysRefusedNotice({ plan }: { plan: string }) {
  return (
    <p role="status" className="flex gap-2 rounded-lg bg-warning-soft px-4 py-3 text-sm text-warning">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>
        <span className="font-medium">{plan} has no API keys.</span> Requests with these keys are answered
        403. They work again, with all they have used, once the workspace is on a plan with keys.
      </span>
    </p>
  );
}
