import { type Limit, SCOPES } from '../plans/limit';
import { periodsAt } from '../plans/period';
import { skippedBySessions } from '../plans/policy';
import { subjectsOf } from '../plans/subjects';
import { adoptedKey, epochKey, ringsKey, streamKey, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { compareIds } from '../redis/stream-id';
import { type Caller, countersOf, layoutOf, type PolicyCall } from './call';
import { counterCode, isReserved, subjectTtlMs } from './counter';
import { type Hold, inspect, openIn } from './holds';
import { FILL } from './lua/fill';

/** A stretch of use: `atMs` is an instant not before any of it. */
export interface UsedPiece {
  atMs: number;
  amount: number;
  /** Brought by a reservation that may not be settled yet: while that is open it is counted by what it holds. */
  reservation?: string;
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
  call: PolicyCall;
  /** 1 key, 2 user, 3 workspace, as the scripts say it. */
  scope: number;
  atMs: number;
  /** The test clock, or 0. */
  given: number;
}

/**
 * Makes a subject's counters as its policy wants them. What nobody kept is filled from what the ledger and
 * the open reservations say: missing never means 0.
 */
export async function fillSubject({ store, ledger, caller, call, scope, atMs, given }: FillInput) {
  const name = SCOPES[scope - 1];
  if (!name) throw new Error(`there is no scope ${scope}`);
  const { shard } = call;
  const subject = caller.subjects[name];
  const counters = countersOf(caller, name);
  const keys = [
    subjectKey(shard, name, subject),
    ringsKey(shard, name, subject),
    streamKey(shard),
    epochKey(shard),
    adoptedKey(shard),
  ];
  const values: (number[] | null)[] = counters.map(() => null);
  let [streamId, adopted] = ['', ''];
  for (let attempt = 0; attempt < 50; attempt++) {
    const numbers = counters.flatMap((limit, i) => {
      const { desc, window } = counterCode(limit);
      const known = values[i];
      return [desc, window, known ? known.length : -1, ...(known ?? [])];
    });
    const args = [
      JSON.stringify([given, layoutOf(counters), subjectTtlMs(counters), counters.length, ...numbers]),
      streamId,
      namedBy(subject),
      adopted,
    ];
    const [state, ...missing] = (await store.evaluate(FILL, keys, args)) as number[];
    if (state === 1) return;
    const wanted = state === 2 ? missing.map((index) => index - 1) : indexesOf(values);
    // Before the ledger and the reservations: whatever comes after these marks has them read again.
    adopted = String((await store.pipeline([['GET', adoptedKey(shard)]]))[0] ?? '');
    const query = { workspaceId: caller.workspaceId, shard, subject, toMs: atMs + 1 };
    const answers = await Promise.all(
      wanted.map(async (i) => {
        const limit = counters[i] as Limit;
        return { i, limit, used: await ledger({ ...query, limit, fromMs: countedSpan(limit, atMs)[0] }) };
      }),
    );
    streamId = earliest(answers.map(({ used }) => used.streamId));
    const open = await openIn(store, shard);
    const holds = await inspect(
      store,
      shard,
      open.filter((o) => o.workspaceId === caller.workspaceId),
    );
    const mine = holds.filter((hold) => subjectsOf(hold.facts)[name] === subject && hold.state === 'open');
    const openIds = new Set(mine.map(({ id }) => id));
    for (const { i, limit, used } of answers) {
      const settled = used.pieces.filter(({ reservation = '' }) => !openIds.has(reservation));
      values[i] = valuesOf(limit, settled, mine, atMs);
    }
  }
  throw new Error('a subject’s counters could not be filled: it kept being used');
}

const indexesOf = (values: (number[] | null)[]): number[] => values.flatMap((v, i) => (v ? [i] : []));

/** The last id in a subject's spelling (lib/plans/subjects.ts): its key, user or workspace, as events name it. */
const namedBy = (subject: string): string => subject.slice(subject.lastIndexOf(':') + 1);

const earliest = (ids: string[]): string => ids.reduce((a, b) => (compareIds(a, b) <= 0 ? a : b));

/** [from, to) of what a counter counts at an instant. */
export function countedSpan({ window }: Limit, atMs: number): [fromMs: number, toMs: number] {
  if (window.kind === 'rolling') return [atMs - window.windowMs, atMs + 1];
  if (window.kind !== 'calendar') return [0, atMs + 1];
  const [{ startMs, endMs }] = periodsAt(window, atMs);
  return [startMs, endMs];
}

/** The reservations among these that a counter counts. */
export const chargedTo = (limit: Limit, holds: readonly Hold[]): Hold[] =>
  holds.filter(
    (hold) =>
      hold.held[limit.metric] > 0 &&
      (limit.resource === '' || limit.resource === hold.facts.resource) &&
      !(hold.session && skippedBySessions(limit)) &&
      !(hold.leaseOnly && limit.window.kind !== 'concurrent'),
  );

/** A new counter's values as lua/fill.ts wants them. */
function valuesOf(limit: Limit, used: UsedPiece[], holds: Hold[], atMs: number): number[] {
  const { window, metric } = limit;
  const charged = chargedTo(limit, holds);
  if (window.kind === 'concurrent') return [charged.length];
  const [fromMs, toMs] = countedSpan(limit, atMs);
  const reserved = isReserved(metric);
  if (window.kind === 'rolling') {
    const pieces = charged.flatMap((hold) =>
      hold.pieces.map((piece) => ({ atMs: piece.atMs, amount: piece.amounts[metric], held: reserved })),
    );
    return slots(window.windowMs, [...used, ...pieces.filter((piece) => piece.atMs > fromMs)]);
  }
  const within = charged.filter(
    (hold) => window.kind !== 'calendar' || (hold.admittedAtMs >= fromMs && hold.admittedAtMs < toMs),
  );
  const held = within.reduce((sum, hold) => sum + hold.held[metric], 0);
  const settled = used.reduce((sum, piece) => sum + piece.amount, 0);
  const amounts = reserved ? [settled, held] : [settled + held, 0];
  return window.kind === 'calendar' ? [fromMs, toMs, ...amounts] : amounts;
}

/** A rolling counter's slots (k, amount, last, held), oldest first. */
function slots(windowMs: number, pieces: (UsedPiece & { held?: boolean })[]): number[] {
  const bucketMs = Math.ceil(windowMs / 60);
  const byBucket = new Map<number, { amount: number; last: number; held: number }>();
  for (const { atMs, amount, held } of [...pieces].sort((a, b) => a.atMs - b.atMs)) {
    if (amount <= 0) continue;
    const k = Math.floor(atMs / bucketMs);
    const slot = byBucket.get(k) ?? { amount: 0, last: 0, held: 0 };
    byBucket.set(k, { amount: slot.amount + amount, last: atMs, held: slot.held + (held ? amount : 0) });
  }
  return [...byBucket].flatMap(([k, { amount, last, held }]) => [k, amount, last, held]);
}
