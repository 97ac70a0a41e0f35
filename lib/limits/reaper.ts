import { METRICS, type Metric, SCOPES } from '../plans/limit';
import { subjectsOf } from '../plans/subjects';
import {
  epochKey,
  onceKey,
  openKey,
  openMember,
  reservationKey,
  ringsKey,
  shardCount,
  streamKey,
  subjectKey,
} from '../redis/keys';
import type { Store } from '../redis/store';
import { startRounds } from '../rounds';
import type { Actual } from './decision';
import type { EventFacts } from './event';
import { type Hold, inspect, readMember } from './holds';
import { EXPIRED } from './lua/reap';
import { SETTLE } from './lua/settle';

const BATCH = 100;
/** Over REST every look is a paid request; leases end by their own time, whoever looks. */
const EVERY_MS = { tcp: 1000, rest: 15_000 };

/** Who knows more of an expired reservation than its last renewal. */
export interface Witnesses {
  /** Settles those for which there is a settle order (lib/limits/orders.ts). @returns them */
  settleIfOrdered(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** What the ledger says was settled, by id, where the store has forgotten it. */
  inLedger(holds: readonly Hold[]): Promise<ReadonlyMap<string, Actual>>;
}

const NOBODY: Witnesses = { settleIfOrdered: async () => new Set(), inLedger: async () => new Map() };

/**
 * Settles reservations whose process died: charges what the last renewal reported (at first: the
 * input), flagged as `unknown`. Any number of instances may reap side by side; each id counts once.
 * @returns how many were settled
 */
export async function reapOnce(
  store: Store,
  shard: number,
  nowMs = 0,
  witnesses: Witnesses = NOBODY,
): Promise<number> {
  const members = (await store.evaluate(EXPIRED, [openKey(shard)], [nowMs, BATCH])) as string[];
  const expired = members.map(readMember);
  const ordered = await witnesses.settleIfOrdered(expired.map(({ id }) => id));
  const holds = await inspect(
    store,
    shard,
    expired.filter(({ id }) => !ordered.has(id)),
  );
  const known = await witnesses.inLedger(holds);
  let settled = ordered.size;
  for (const hold of holds) if (await endHold(store, shard, hold, nowMs, known.get(hold.id))) settled++;
  return settled;
}

/**
 * Ends an open reservation in place of its process: charges what that last reported, flagged as `unknown`.
 * @param known what is known to have been used, instead
 * @returns the charge by metric; null where it had ended already
 */
export async function endHold(
  store: Store,
  shard: number,
  hold: Hold,
  nowMs = 0,
  known?: Actual,
): Promise<Record<Metric, number> | null> {
  const args = argsOf(hold, nowMs, known);
  const [state, ...charged] = (await store.evaluate(SETTLE, keysOf(shard, hold), args)) as number[];
  if (state !== 1) return null;
  return Object.fromEntries(METRICS.map((metric, i) => [metric, charged[i] ?? 0])) as Record<Metric, number>;
}

/** Every subject the reservation may have been charged to: the script finds the counters that did. */
function keysOf(shard: number, { id, facts, once }: Hold): string[] {
  const subjects = subjectsOf(facts);
  return [
    reservationKey(shard, id),
    openKey(shard),
    streamKey(shard),
    epochKey(shard),
    ...SCOPES.map((scope) => subjectKey(shard, scope, subjects[scope])),
    ...SCOPES.map((scope) => ringsKey(shard, scope, subjects[scope])),
    ...(once ? [onceKey(shard, once.key)] : []),
  ];
}

function argsOf({ id, facts, progress, once }: Hold, nowMs: number, known?: Actual): string[] {
  const ended: EventFacts = { ...facts, outcome: 'unknown', estimated: true };
  const used = METRICS.map((metric) => (known ? (known[metric] ?? -1) : progress[metric]));
  const numbers = `[${nowMs},${known ? 2 : 1},${used.join()}]`;
  return [
    numbers,
    openMember(facts.workspaceId, id),
    JSON.stringify(ended),
    ...(once ? [`${once.body}unknown_outcome `] : []),
  ];
}

/** Reaps every shard each second (over REST every 15) until stopped. Failures are told to `onError` and tried again. */
export function startReaper(
  store: Store,
  onError: (error: unknown) => void,
  reap = (shard: number) => reapOnce(store, shard),
): { stop(): Promise<void> } {
  const round = async () => {
    for (let shard = 0; shard < shardCount(); shard++) {
      while ((await reap(shard)) === BATCH);
    }
  };
  return startRounds(EVERY_MS[store.kind], () => round().catch(onError));
}
