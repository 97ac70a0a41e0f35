import type { LedgerAnswer, LedgerSource } from '../limits/fill';
import { counterName } from '../plans/limit';
import { compareIds } from '../redis/stream-id';
import { resetsOf } from '../usage/counter-resets';
import { usedSoFar } from '../usage/used-so-far';

const MINUTE_MS = 60_000;
/** From there on a rolling window is read from minutes (lib/usage/used-so-far.ts). */
const HOUR_MS = 3_600_000;

type Query = Parameters<LedgerSource>[0];

/** What a counter would hold had it been kept all along: what the ledger says, less what an administrator took out. */
export const ledgerSource: LedgerSource = async (query) => {
  const { limit, subject } = query;
  if (limit.scope !== 'key' || subject.startsWith('session:')) return usedSoFar(query);
  const counter = counterName(limit);
  const resets = (await resetsOf([subject])).filter((reset) => reset.counter === counter);
  if (limit.window.kind === 'rolling') {
    const atMs = Math.max(0, ...resets.map((reset) => reset.atMs));
    return atMs > query.fromMs ? since(query, atMs, limit.window.windowMs) : usedSoFar(query);
  }
  const forgiven = resets.find(({ periodStartMs }) => periodStartMs === query.fromMs)?.forgiven ?? 0;
  const used = await usedSoFar(query);
  if (forgiven === 0) return used;
  const settled = used.pieces.reduce((sum, { amount }) => sum + amount, 0);
  return { ...used, pieces: [{ atMs: query.toMs - 1, amount: Math.max(0, settled - forgiven) }] };
};

/** Minutes are whole: the one of the reset is read from the ledger itself. */
async function since(query: Query, atMs: number, windowMs: number): Promise<LedgerAnswer> {
  if (windowMs < HOUR_MS) return usedSoFar({ ...query, fromMs: atMs });
  const nextMinuteMs = Math.min(query.toMs, (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS);
  const aMinute = { ...query.limit, window: { kind: 'rolling' as const, windowMs: MINUTE_MS } };
  const first = await usedSoFar({ ...query, limit: aMinute, fromMs: atMs, toMs: nextMinuteMs });
  if (nextMinuteMs >= query.toMs) return first;
  const rest = await usedSoFar({ ...query, fromMs: nextMinuteMs });
  return {
    pieces: [...first.pieces, ...rest.pieces],
    streamId: compareIds(first.streamId, rest.streamId) <= 0 ? first.streamId : rest.streamId,
  };
}
