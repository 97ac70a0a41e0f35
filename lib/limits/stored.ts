import type { Limit } from '../plans/limit';
import { counterCode } from './counter';

/** A subject's counters as the store has them (lua/counters.ts), read outside of scripts. */

/** A rolling counter's slot: live until `last` + window. */
interface Slot {
  amount: number;
  last: number;
  held: number;
}

export type StoredCounter =
  | { kind: 'rolling'; windowMs: number; slots: Slot[] }
  | { kind: 'calendar'; startMs: number; endMs: number; used: number; held: number }
  | { kind: 'level'; used: number; held: number }
  | { kind: 'concurrent'; open: number };

/** By desc and window. */
export type StoredCounters = ReadonlyMap<string, StoredCounter>;

const [HEAD, WIDTH] = [5, 9];
const [ROLLING, CALENDAR, LEVEL] = [1, 2, 3];

export const storedName = (limit: Limit): string => {
  const { desc, window } = counterCode(limit);
  return `${desc}:${window}`;
};

/** Reads a subject in SNAPSHOT's answer (lua/snapshot.ts). @returns null where the store has none */
export function readStored(answer: readonly (number | number[])[]): StoredCounters | null {
  if (answer.length === 0) return null;
  const rings = new Map<number, number[]>();
  for (const part of answer) if (Array.isArray(part)) rings.set(part[0] ?? 0, part.slice(1));
  const numbers = answer as number[];
  const size = numbers[1] ?? HEAD;
  const counters = new Map<string, StoredCounter>();
  for (let at = HEAD; at < size; at += WIDTH) {
    const [desc = 0, window = 0, ...values] = numbers.slice(at, at + WIDTH);
    // Lua counts from one.
    counters.set(`${desc}:${window}`, readCounter(desc % 8, window, values, rings.get(at + 1) ?? []));
  }
  return counters;
}

function readCounter(kind: number, window: number, values: number[], ring: number[]): StoredCounter {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, , g = 0] = values;
  if (kind === CALENDAR) return { kind: 'calendar', startMs: a, used: b, held: c, endMs: g };
  if (kind === LEVEL) return { kind: 'level', used: a, held: b };
  if (kind !== ROLLING) return { kind: 'concurrent', open: a };
  const slots: Slot[] = [];
  for (let i = 0; i < ring.length; i += 4) {
    slots.push({ amount: ring[i + 1] ?? 0, last: ring[i + 2] ?? 0, held: ring[i + 3] ?? 0 });
  }
  if (e > 0) slots.push({ amount: d, last: e, held: g });
  return { kind: 'rolling', windowMs: window, slots };
}
