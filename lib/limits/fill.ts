import { counterName, type Limit } from '../plans/limit';
import { periodsAt } from '../plans/period';
import { counterKey, shardOf, streamKey, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import type { Caller } from './call';
import { FILL } from './lua/fill';

/** A stretch of use: `atMs` is an instant not before any of it. */
export interface UsedPiece {
  atMs: number;
  amount: number;
}

export interface LedgerAnswer {
  pieces: UsedPiece[];
  /** Last id of the shard's stream that `pieces` cover. */
  streamId: string;
}

/** What the ledger, with the events still on their way to it, says a subject used in [fromMs, toMs). */
export type LedgerSource = (query: {
  workspaceId: string;
  shard: number;
  limit: Limit;
  subject: string;
  fromMs: number;
  toMs: number;
}) => Promise<LedgerAnswer>;

interface FillInput {
  store: Store;
  ledger: LedgerSource;
  caller: Caller;
  limits: Limit[];
  atMs: number;
  /** The test clock, or 0. */
  given: number;
}

/** Makes the counters that a policy needs and the store does not hold. Missing never means 0. */
export async function fillCounters({ store, ledger, caller, limits, atMs, given }: FillInput): Promise<void> {
  const shard = shardOf(caller.workspaceId);
  for (const limit of limits) {
    const subject = caller.subjects[limit.scope];
    const { kind, fromMs, head } = span(limit, atMs);
    const query = { workspaceId: caller.workspaceId, shard, limit, subject, fromMs, toMs: atMs + 1 };
    const { pieces, streamId } = await ledger(query);
    const total = pieces.reduce((sum, piece) => sum + piece.amount, 0);
    const numbers = kind === 1 ? [...head, ...slots(limit, pieces)] : [...head, total];
    const keys = [
      subjectKey(shard, limit.scope, subject),
      counterKey(shard, limit.scope, subject, counterName(limit)),
      streamKey(shard),
    ];
    const args = [kind, counterName(limit), JSON.stringify(numbers), given, streamId, namedBy(subject)];
    await store.evaluate(FILL, keys, args);
  }
}

/** The last id in a subject's spelling (lib/plans/subjects.ts): its key, user or workspace, as events name it. */
const namedBy = (subject: string): string => subject.slice(subject.lastIndexOf(':') + 1);

function span({ window }: Limit, atMs: number): { kind: number; fromMs: number; head: number[] } {
  if (window.kind === 'rolling') return { kind: 1, fromMs: atMs - window.windowMs, head: [window.windowMs] };
  if (window.kind !== 'calendar') return { kind: 3, fromMs: 0, head: [] };
  const [{ startMs, endMs }] = periodsAt(window, atMs);
  return { kind: 2, fromMs: startMs, head: [startMs, endMs] };
}

/** Ring slots (k, amount, last), oldest first. */
function slots({ window }: Limit, pieces: UsedPiece[]): number[] {
  const bucketMs = Math.ceil((window.kind === 'rolling' ? window.windowMs : 0) / 60);
  const byBucket = new Map<number, { amount: number; last: number }>();
  for (const { atMs, amount } of [...pieces].sort((a, b) => a.atMs - b.atMs)) {
    if (amount <= 0) continue;
    const k = Math.floor(atMs / bucketMs);
    byBucket.set(k, { amount: (byBucket.get(k)?.amount ?? 0) + amount, last: atMs });
  }
  return [...byBucket].flatMap(([k, { amount, last }]) => [k, amount, last]);
}
