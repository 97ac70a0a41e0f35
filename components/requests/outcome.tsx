import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleSlash,
  Hand,
  type LucideIcon,
  X,
} from 'lucide-react';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import type { RequestOutcome, RequestRow } from '@/lib/usage/request-schema';

interface Words {
  label: string;
  /** What happened, in a sentence. */
  why: string;
  tone: BadgeTone;
  icon: LucideIcon;
}

export const OUTCOME_WORDS: Record<RequestOutcome, Words> = {
  ok: { label: 'OK', why: 'Answered in full.', tone: 'success', icon: CircleCheck },
  refused: {
    label: 'Refused',
    why: 'A limit refused it. Nothing was charged.',
    tone: 'danger',
    icon: Ban,
  },
  upstream_error: {
    label: 'Upstream error',
    why: 'The model’s provider failed. What was held went back.',
    tone: 'warning',
    icon: CircleAlert,
  },
  client_closed: {
    label: 'Client left',
    why: 'The caller hung up before the end. Charged for what was used until then.',
    tone: 'neutral',
    icon: X,
  },
  stopped: {
    label: 'Stopped',
    why: 'Ended early: a limit ran out, or the key or plan changed. Charged for what was used until then.',
    tone: 'warning',
    icon: Hand,
  },
  void: {
    label: 'Void',
    why: 'It came to nothing. Tokens and money went back.',
    tone: 'neutral',
    icon: CircleSlash,
  },
  unknown: {
    label: 'Unknown',
    why: 'The process that ran it died. Charged for what it last reported.',
    tone: 'warning',
    icon: CircleHelp,
  },
};

/** How a request ended, in a word; the colour only repeats it. */
export function OutcomeBadge({ row }: { row: Pick<RequestRow, 'outcome' | 'status'> }) {
  const { label, tone, why, icon: Icon } = OUTCOME_WORDS[row.outcome];
  return (
    <Badge tone={tone} title={why}>
      <Icon aria-hidden />
      {label}
      {row.status !== null && row.outcome !== 'ok' && <span className="tabular-nums">{row.status}</span>}
    </Badge>
  );
}
