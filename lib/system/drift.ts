import { workspaceCallers } from '../keys/callers';
import type { Principal } from '../keys/principal';
import { countersOf } from '../limits/call';
import { type Compared, compare, type Span, spanOf } from '../limits/compare';
import { type Snapshot, type SubjectName, takeSnapshot } from '../limits/snapshot';
import { type StoredCounter, storedName } from '../limits/stored';
import { counterName, type Limit, limitId, SCOPES } from '../plans/limit';
import { skippedBySessions } from '../plans/policy';
import { subjectsOf } from '../plans/subjects';
import { shardOf } from '../redis/keys';
import { patientStore } from '../redis/patient';
import { type CounterReset, resetsOf } from '../usage/counter-resets';
import { type SpanQuery, type SubjectUse, usedInSpans } from '../usage/used-in-spans';
import { usedSoFar } from '../usage/used-so-far';

/**
 * A workspace's counters beside the ledger. Exact under traffic: counters, open reservations and the stream's end
 * are read at one instant, and the ledger as of that place in the stream.
 */

/** A subject whose counters are compared, and by whose policy. */
export interface Counted extends SubjectName {
  principal: Principal;
}

/** A counter that is not what the ledger and the open reservations say. */
export interface Drifted extends Compared {
  of: Counted;
  limit: Limit;
}

export type Comparison =
  | { state: 'compared'; atMs: number; counters: number; drifted: Drifted[] }
  | { state: 'rebuilding' | 'busy' };

/** In one call of the store: a request over REST holds a megabyte at most. */
const SUBJECTS_AT_ONCE = 200;
const ATTEMPTS = 10;
/** What is seen once may be a level between two steps of an upload; what stays is drift. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 150;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @throws AppError `not_found`, `quota_unavailable`; StoreTrouble where the store does not answer */
export async function compareWorkspace(workspaceId: string): Promise<Comparison> {
  const subjects = subjectsToCount(await workspaceCallers(workspaceId));
  const all = { state: 'compared' as const, atMs: 0, counters: 0, drifted: [] as Drifted[] };
  for (let from = 0; from < subjects.length; from += SUBJECTS_AT_ONCE) {
    const found = await lasting(workspaceId, subjects.slice(from, from + SUBJECTS_AT_ONCE));
    if (found.state !== 'compared') return found;
    all.atMs = found.atMs;
    all.counters += found.counters;
    all.drifted.push(...found.drifted);
  }
  return all;
}

/** Each subject once, by the policy of one who is counted there. */
function subjectsToCount(callers: readonly Principal[]): Counted[] {
  const found = new Map<string, Counted>();
  for (const principal of callers) {
    for (const scope of SCOPES) {
      const subject = principal.subjects[scope];
      const name = `${scope} ${subject}`;
      if (!found.has(name) && countersOf(principal, scope).length > 0) {
        found.set(name, { scope, subject, principal });
      }
    }
  }
  return [...found.values()];
}

/** What several looks in a row find. */
async function lasting(workspaceId: string, subjects: Counted[]): Promise<Comparison> {
  let found = await compareOnce(workspaceId, subjects);
  for (let look = 1; look < LOOKS && found.state === 'compared' && found.drifted.length > 0; look++) {
    await pause(BETWEEN_LOOKS_MS);
    const suspects = [...new Set(found.drifted.map(({ of }) => of))];
    const again = await compareOnce(workspaceId, suspects);
    if (again.state !== 'compared') return again;
    const before = new Set(found.drifted.map(nameOf));
    found = { ...found, atMs: again.atMs, drifted: again.drifted.filter((one) => before.has(nameOf(one))) };
  }
  return found;
}

const nameOf = ({ of, limit }: Drifted): string => `${of.subject} ${limitId(limit)}`;

async function compareOnce(workspaceId: string, subjects: Counted[]): Promise<Comparison> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const snapshot = await takeSnapshot(patientStore(), workspaceId, subjects);
    if (typeof snapshot === 'string') return { state: snapshot };
    const keyIds = subjects.flatMap(({ scope, principal }) => (scope === 'key' && principal.keyId) || []);
    const resets = await resetsOf(keyIds);
    const counters = countersIn(snapshot, subjects, resets);
    const spans = [
      ...new Map(counters.flatMap(({ query }) => (query ? [[spanName(query), query]] : []))).values(),
    ] as SpanQuery[];
    const used = await usedInSpans(
      workspaceId,
      shardOf(workspaceId),
      spans,
      snapshot.streamId,
      patientStore(),
    );
    // The ledger has read on meanwhile.
    if (used === 'ahead') continue;
    const bySpan = new Map(spans.map((span, i) => [spanName(span), used[i] ?? []]));
    const drifted: Drifted[] = [];
    for (const { of, limit, counter, query, span, forgiven } of counters) {
      const holds = snapshot.holds.filter(({ facts }) => subjectsOf(facts)[of.scope] === of.subject);
      const settled =
        span.kind === 'level'
          ? await storedLevel(workspaceId, of, limit, snapshot)
          : sumOf(query ? (bySpan.get(spanName(query)) ?? []) : [], of, limit, forgiven);
      const compared = compare(limit, counter, settled, holds, snapshot.atMs);
      if (!compared.isRight) drifted.push({ ...compared, of, limit });
    }
    return { state: 'compared', atMs: snapshot.atMs, counters: counters.length, drifted };
  }
  return { state: 'busy' };
}

interface CounterHere {
  of: Counted;
  limit: Limit;
  counter: StoredCounter;
  span: Span;
  query: SpanQuery | null;
  /** Settled use that an administrator took out. */
  forgiven: number;
}

/** The counters that the store has of what the policies name. */
function countersIn(
  { counters, atMs }: Snapshot,
  subjects: Counted[],
  resets: readonly CounterReset[],
): CounterHere[] {
  return subjects.flatMap((of, i) =>
    countersOf(of.principal, of.scope).flatMap((limit) => {
      const counter = counters[i]?.get(storedName(limit));
      // Of a session no short window is kept.
      const isSession = of.scope === 'key' && of.principal.kind === 'session';
      if (!counter || (isSession && skippedBySessions(limit))) return [];
      const span = spanOf(limit, counter, atMs);
      const ofIt = resets.filter(
        (reset) => of.scope === 'key' && reset.keyId === of.subject && reset.counter === counterName(limit),
      );
      const query = queryOf(limit, span, atMs, Math.max(0, ...ofIt.map((reset) => reset.atMs)));
      const forgiven =
        ofIt.find((reset) => query && !query.rolling && reset.periodStartMs === query.fromMs)?.forgiven ?? 0;
      return [{ of, limit, counter, span, query, forgiven }];
    }),
  );
}

/** @param resetMs of a rolling counter nothing counts for sure that was used before its last reset */
function queryOf({ resource }: Limit, span: Span, atMs: number, resetMs: number): SpanQuery | null {
  if (span.kind === 'period') return { resource, fromMs: span.fromMs, toMs: span.toMs, rolling: null };
  if (span.kind !== 'rolling') return null;
  const { windowMs, fromMs, reachMs } = span;
  return { resource, fromMs: Math.max(fromMs + 1, resetMs), toMs: atMs + 1, rolling: { windowMs, reachMs } };
}

const spanName = (query: SpanQuery): string => JSON.stringify(query);

/** What of a workspace's use one subject's counter counts. */
function sumOf(uses: readonly SubjectUse[], of: Counted, limit: Limit, forgiven: number) {
  const { scope, subject, principal } = of;
  const mine = uses.filter(({ keyId, userId }) => {
    if (scope === 'key') {
      return principal.kind === 'session'
        ? keyId === 'session' && userId === principal.userId
        : keyId === subject;
    }
    if (keyId === 'session' && skippedBySessions(limit)) return false;
    return scope === 'workspace' || userId === principal.userId;
  });
  const sum = (which: 'least' | 'most') =>
    mine.reduce((total, use) => total + (limit.metric === 'bytes' ? 0 : use[which][limit.metric]), 0);
  return { least: Math.max(0, sum('least') - forgiven), most: Math.max(0, sum('most') - forgiven) };
}

/** What is stored, as the fill of such a counter reads it (lib/limits/fill.ts). */
async function storedLevel(
  workspaceId: string,
  { scope, subject }: Counted,
  limit: Limit,
  { atMs, holds }: Snapshot,
) {
  const query = { workspaceId, shard: shardOf(workspaceId), limit, subject, fromMs: 0, toMs: atMs + 1 };
  const { pieces } = await usedSoFar({ ...query, limit: { ...limit, scope } });
  const open = new Set(holds.map(({ id }) => id));
  const bytes = pieces
    .filter(({ reservation = '' }: { reservation?: string }) => !open.has(reservation))
    .reduce((total, { amount }) => total + amount, 0);
  return { least: bytes, most: bytes };
}
