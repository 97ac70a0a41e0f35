import { CircleCheck, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';

/** Whether a store answers. */
export function HealthBadge({ state }: { state: string }) {
  if (state === 'ok') {
    return (
      <Badge tone="success">
        <CircleCheck aria-hidden /> Answers
      </Badge>
    );
  }
  return (
    <Badge tone="danger">
      <TriangleAlert aria-hidden /> {state.charAt(0).toUpperCase() + state.slice(1)}
    </Badge>
  );
}
