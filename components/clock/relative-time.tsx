'use client';

import { formatDate, formatInstant, formatRelative } from '@/components/format/time';
import { useNow } from './use-now';

interface RelativeTimeProps {
  /** ISO instant; null shows `never`. */
  at: string | null;
  never?: string;
  className?: string;
}

/** "2 min ago" with the whole instant, in the reader's zone, on hover. */
export function RelativeTime({ at, never = 'Never', className }: RelativeTimeProps) {
  const now = useNow(15_000);
  if (at === null) return <span className={className}>{never}</span>;
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={now === null ? undefined : formatInstant(ms)} className={className}>
      {now === null ? formatDate(ms, ms, 'UTC') : formatRelative(ms, now)}
    </time>
  );
}
