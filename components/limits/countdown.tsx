'use client';

import { useStoreNow } from '@/components/clock/use-now';
import { formatDuration, formatInstant, spokenDuration } from '@/components/format/time';

interface CountdownProps {
  /** ISO instant of the reset. */
  resetAt: string;
  /** Store time at which the counters were read. */
  at: string;
  /** What happens then: "resets", "next frees up". */
  verb: string;
}

/** "resets in 3 h 12 m", once a second; screen readers hear it when the minute changes. */
export function Countdown({ resetAt, at, verb }: CountdownProps) {
  const now = useStoreNow(at);
  const leftMs = Date.parse(resetAt) - now;
  return (
    <span title={formatInstant(Date.parse(resetAt), 'UTC')}>
      <span aria-hidden className="tabular-nums">
        {leftMs > 0 ? `${verb} in ${formatDuration(leftMs)}` : `${verb} now`}
      </span>
      <span role="timer" aria-live="polite" className="sr-only">
        {leftMs > 0 ? `${verb} in ${spokenDuration(leftMs)}` : `${verb} now`}
      </span>
    </span>
  );
}
