import { formatShare } from '@/components/format/number';

export interface Change {
  direction: 'up' | 'down' | 'same';
  /** "12 %"; null where there is nothing to measure against. */
  share: string | null;
}

/** How a figure stands to the same stretch of the day before. */
export function changeSince(now: number, before: number): Change {
  if (now === before) return { direction: 'same', share: null };
  if (before === 0) return { direction: 'up', share: null };
  const part = Math.abs(now - before) / before;
  const share =
    part >= 10 ? `${Math.trunc(now / before)}×` : part < 0.01 ? '<\u20091\u2009%' : formatShare(part);
  return { direction: now > before ? 'up' : 'down', share };
}
