import { METRICS, type Metric } from '../plans/limit';
import { openKey, openMember, reservationKey } from '../redis/keys';
import type { Store } from '../redis/store';
import type { Once } from './decision';
import type { EventFacts } from './event';
import { INSPECT } from './lua/reap';

/** A reservation as it stands in the store. */
export interface Hold {
  id: string;
  state: 'open' | 'reaped' | 'settled';
  admittedAtMs: number;
  /** Charged at an instant, in pieces: the decision's, then each growth's. Oldest first. */
  pieces: { atMs: number; amounts: Record<Metric, number> }[];
  /** All pieces together. */
  held: Record<Metric, number>;
  granted: number;
  session: boolean;
  /** Counts against concurrency alone. */
  leaseOnly: boolean;
  leaseEndsAtMs: number;
  /** What the last renewal reported; at first the input. */
  progress: Record<Metric, number>;
  /** With the tokens of the last renewal. */
  facts: EventFacts;
  once?: Once;
}

const STATES = ['', 'open', 'reaped', 'settled'] as const;

/** An open reservation, and whose. */
export interface Open {
  workspaceId: string;
  id: string;
}

/** A shard's open reservations, those whose lease ends first ahead. */
export async function openIn(store: Store, shard: number): Promise<Open[]> {
  const [members] = (await store.pipeline([['ZRANGE', openKey(shard), 0, -1]])) as [string[]];
  return members.map(readMember);
}

export function readMember(member: string): Open {
  const [workspaceId = '', id = ''] = member.split('/');
  return { workspaceId, id };
}

/** Reservations that the store still knows; those it does not are left out. */
export async function inspect(store: Store, shard: number, open: readonly Open[]): Promise<Hold[]> {
  const holds: Hold[] = [];
  for (let from = 0; from < open.length; from += 100) {
    const batch = open.slice(from, from + 100);
    const keys = [openKey(shard), ...batch.map(({ id }) => reservationKey(shard, id))];
    const members = batch.map(({ workspaceId, id }) => openMember(workspaceId, id));
    const answers = (await store.evaluate(INSPECT, keys, members)) as (number | string)[][];
    for (const [i, answer] of answers.entries()) {
      const hold = readHold(batch[i]?.id ?? '', answer);
      if (hold) holds.push(hold);
    }
  }
  return holds;
}

export function readHold(id: string, answer: readonly (number | string)[]): Hold | null {
  const [state = 0, admittedAtMs = 0, chargedAtMs = 0, granted = 0, session, ends = 0, count = 0] =
    answer as number[];
  // A settled one has no text any more.
  const text = String(answer.at(-1)).slice(1);
  if (state === 0 || text === '') return null;
  const numbers = answer.slice(7) as number[];
  const amounts = (at: number) =>
    Object.fromEntries(METRICS.map((m, i) => [m, i < count ? (numbers[at + i] ?? 0) : 0])) as Record<
      Metric,
      number
    >;
  const held = amounts(0);
  const [tokensIn = -1, tokensOut = -1] = numbers.slice(2 * count, 2 * count + 2);
  const tokens = tokensIn < 0 ? {} : { tokensIn, tokensOut };
  const growthAt = 2 * count + 3;
  const grown = Array.from({ length: (numbers[growthAt - 1] ?? 0) / (count + 1) }, (_, i) => {
    const at = growthAt + i * (count + 1);
    return { atMs: numbers[at] ?? 0, amounts: amounts(at + 1) };
  });
  const first = { ...held };
  for (const piece of grown) for (const metric of METRICS) first[metric] -= piece.amounts[metric];
  const { facts, once } = JSON.parse(text) as { facts: EventFacts; once?: Once };
  return {
    id,
    state: STATES[state] as Hold['state'],
    admittedAtMs,
    pieces: [{ atMs: chargedAtMs, amounts: first }, ...grown],
    held,
    granted,
    session: session === 1 || session === 3,
    leaseOnly: (session ?? 0) > 1,
    leaseEndsAtMs: ends,
    progress: amounts(count),
    facts: { ...facts, ...tokens },
    ...(once ? { once } : {}),
  };
}
