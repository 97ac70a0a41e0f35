import type { Limit } from '../plans/limit';
import { isReserved } from './counter';
import { chargedTo } from './fill';
import type { Hold } from './holds';
import type { StoredCounter } from './stored';

/** A counter beside what ledger and open reservations say it should be. */

/** What of the ledger a counter stands for. */
export type Span =
  | { kind: 'period'; fromMs: number; toMs: number }
  /** All of (fromMs, now] counts; of what came since `reachMs` some may, for slots leave as a whole. */
  | { kind: 'rolling'; windowMs: number; fromMs: number; reachMs: number }
  /** What is stored, or what runs: nothing of the ledger by time. */
  | { kind: 'level' }
  | { kind: 'none' };

/** Settled use. Two figures where a rolling counter may rightly stand anywhere between them. */
export interface Settled {
  least: number;
  most: number;
}

export interface Compared {
  counted: { used: number; reserved: number };
  expected: { used: number; usedAtMost: number; reserved: number };
  /** How much too much is counted; negative: too little. */
  drift: number;
  isRight: boolean;
}

export function spanOf({ window }: Limit, counter: StoredCounter, atMs: number): Span {
  if (counter.kind === 'rolling') {
    const fromMs = atMs - counter.windowMs;
    return {
      kind: 'rolling',
      windowMs: counter.windowMs,
      fromMs,
      reachMs: fromMs - 2 * Math.ceil(counter.windowMs / 60),
    };
  }
  if (counter.kind === 'calendar') return { kind: 'period', fromMs: counter.startMs, toMs: counter.endMs };
  if (counter.kind === 'concurrent') return { kind: 'none' };
  return window.kind === 'standing' ? { kind: 'level' } : { kind: 'period', fromMs: 0, toMs: atMs + 1 };
}

/** @param holds open reservations of the counter's subject, at `atMs` */
export function compare(
  limit: Limit,
  counter: StoredCounter,
  settled: Settled,
  holds: readonly Hold[],
  atMs: number,
): Compared {
  const mine = chargedTo(limit, holds);
  if (counter.kind === 'concurrent') return equal([counter.open, 0], [mine.length, 0]);
  const { metric } = limit;
  const reserved = isReserved(metric);
  if (counter.kind === 'rolling') {
    const span = spanOf(limit, counter, atMs);
    const [fromMs, reachMs] = span.kind === 'rolling' ? [span.fromMs, span.reachMs] : [0, 0];
    const live = counter.slots.filter(({ last }) => last > fromMs);
    const pieces = mine.flatMap((hold) => hold.pieces);
    const since = (ms: number) =>
      pieces.filter((piece) => piece.atMs > ms).reduce((sum, { amounts }) => sum + amounts[metric], 0);
    const [least, most] = [settled.least + since(fromMs), settled.most + since(reachMs)];
    const counted = live.reduce((sum, slot) => sum + slot.amount, 0);
    const held = live.reduce((sum, slot) => sum + slot.held, 0);
    const drift = counted < least ? counted - least : Math.max(0, counted - most);
    const heldNow = reserved ? since(fromMs) : 0;
    return {
      counted: { used: counted - held, reserved: held },
      expected: {
        used: least - heldNow,
        usedAtMost: most - (reserved ? since(reachMs) : 0),
        reserved: heldNow,
      },
      drift,
      isRight: drift === 0,
    };
  }
  const within = mine.filter(
    ({ admittedAtMs }) =>
      counter.kind !== 'calendar' || (admittedAtMs >= counter.startMs && admittedAtMs < counter.endMs),
  );
  const held = within.reduce((sum, hold) => sum + hold.held[metric], 0);
  return equal([counter.used, counter.held], reserved ? [settled.least, held] : [settled.least + held, 0]);
}

function equal([used, held]: [number, number], [wantUsed, wantHeld]: [number, number]): Compared {
  return {
    counted: { used, reserved: held },
    expected: { used: wantUsed, usedAtMost: wantUsed, reserved: wantHeld },
    drift: used + held - wantUsed - wantHeld,
    isRight: used === wantUsed && held === wantHeld,
  };
}
