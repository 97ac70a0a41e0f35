import { formatShare } from '@/components/format/number';

export interface Change {
  direction: 'up' | 'down' | 'same';
  /** "12 %"; "new" where there was nothing before; "no change". */
  words: string;
}

/** How a figure stands to the same stretch of the day before. */
export function changeSince(now: number, before: number): Change {
  if (now === before) return { direction: 'same', words: 'no change' };
  if (before === 0) return { direction: 'up', words: 'new' };
  const share = Math.abs(now - before) / before;
  const words =
    share >= 10 ? `${Math.trunc(now / before)}×` : share < 0.01 ? '<\u20091\u2009%' : formatShare(share);
  return { direction: now > before ? 'up' : 'down', words };
}
