import { Ban, CircleAlert, Clock, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { KeyView } from '@/lib/keys/schema';
import { type ShownStatus, STATUS_WORDS, shownStatus } from './status';

const ICON = {
  active: null,
  near_budget: TriangleAlert,
  refused: CircleAlert,
  expiring: Clock,
  expired: Clock,
  revoked: Ban,
} satisfies Record<ShownStatus, unknown>;

export function StatusBadge({ value }: { value: Pick<KeyView, 'status' | 'budget'> }) {
  const status = shownStatus(value);
  const { label, tone, why } = STATUS_WORDS[status];
  const Icon = ICON[status];
  return (
    <Badge tone={tone} title={why}>
      {Icon ? <Icon aria-hidden /> : null}
      {label}
    </Badge>
  );
}
