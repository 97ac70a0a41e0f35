import type { Prisma } from '../db/generated/client';
import { mapInTurns } from '../in-turns';
import { log } from '../log';
import { stateAtHand } from '../process-state';
import { MINUTE_MS } from './intervals';
import { type CountedDenials, RECEIPTS_KEPT, type Receipt, writeDenials } from './write-denials';

/**
 * Refusals: counted in this process's memory, since a denied request may write nothing to the store, and
 * added to Postgres every few seconds. What a killed process had counted since its last flush is lost.
 */

export interface Denial {
  workspaceId: string;
  /** The key's id, or `session`. */
  keyId: string;
  userId: string;
  resource: string;
  /** '' where none applies. */
  model: string;
  /** The limit's id (scope and counter name), or the code where no limit refused. */
  limit: string;
  code: string;
  /** Store time of the decision. */
  atMs: number;
  /** What `GET /v1/denials/{request_id}` will tell, spelled only if it is kept; id is the request's. */
  receipt?: Spelled & { id: string; limitId: string | null };
}

interface Spelled {
  details: () => Prisma.InputJsonObject;
  /** Every limit as the decision left it: `KeptLimit[]`. */
  limits: () => Prisma.InputJsonArray;
}

/** A refusal whose receipt is kept. */
type Kept = Denial & Required<Pick<Denial, 'receipt'>>;

interface Pending {
  counts: Map<string, CountedDenials>;
  /** The one of `counts` that was added to last. */
  last: CountedDenials | null;
  /** Newest last, for each workspace and key. */
  receipts: Map<string, Kept[]>;
  /** Refusals that found the memory full: a database outage under a flood of different subjects. */
  uncounted: number;
  timer: NodeJS.Timeout | null;
  flushing: Promise<void> | null;
}
const pending = stateAtHand<Pending>('usage.denials', () => ({
  counts: new Map(),
  last: null,
  receipts: new Map(),
  uncounted: 0,
  timer: null,
  flushing: null,
}));

const FLUSH_MS = 2000;
/** Spelling one takes a twentieth of a millisecond. */
const SPELLED_AT_ONCE = 20;
const MOST_COUNTS = 20_000;
const MOST_KEYS_WITH_RECEIPTS = 2000;

/** Counts one refusal. Costs no I/O; a flush follows within seconds. */
export function countDenial(denial: Denial): void {
  const state = pending();
  const startMs = Math.floor(denial.atMs / MINUTE_MS) * MINUTE_MS;
  const { workspaceId, keyId, userId, resource, model, limit, code } = denial;
  // A flood of refusals is mostly one subject's: spelling its key each time would cost the most.
  if (state.last && isSame(state.last, denial, startMs)) state.last.denied++;
  else add(state, { startMs, workspaceId, keyId, userId, resource, model, limit, code, denied: 1 });
  if (isKept(denial)) keepReceipt(state, denial);
  schedule(state);
}

const isKept = (denial: Denial): denial is Kept => denial.receipt !== undefined;

const isSame = (last: CountedDenials, denial: Denial, startMs: number): boolean =>
  last.startMs === startMs &&
  last.keyId === denial.keyId &&
  last.workspaceId === denial.workspaceId &&
  last.userId === denial.userId &&
  last.limit === denial.limit &&
  last.code === denial.code &&
  last.model === denial.model &&
  last.resource === denial.resource;

function add(state: Pending, counted: CountedDenials): void {
  const { startMs, workspaceId, keyId, userId, resource, model, limit, code, denied } = counted;
  const key = `${startMs}\0${workspaceId}\0${keyId}\0${userId}\0${resource}\0${model}\0${limit}\0${code}`;
  const known = state.counts.get(key);
  if (known) known.denied += denied;
  else if (state.counts.size >= MOST_COUNTS) state.uncounted += denied;
  else state.counts.set(key, { startMs, workspaceId, keyId, userId, resource, model, limit, code, denied });
  state.last = state.counts.get(key) ?? null;
}

/** As it is: a flood's receipts are spelled, and most of them dropped, only when they are written. */
function keepReceipt(state: Pending, denial: Kept): void {
  const key = `${denial.workspaceId} ${denial.keyId}`;
  const kept = state.receipts.get(key);
  if (!kept) {
    if (state.receipts.size < MOST_KEYS_WITH_RECEIPTS) state.receipts.set(key, [denial]);
    return;
  }
  kept.push(denial);
  // In one go now and then: dropping the oldest of many each time costs more than counting it.
  if (kept.length >= 2 * RECEIPTS_KEPT) kept.splice(0, kept.length - RECEIPTS_KEPT);
}

const spell = ({ workspaceId, keyId, userId, resource, model, code, atMs, receipt }: Kept): Receipt => ({
  id: receipt.id,
  atMs,
  workspaceId,
  keyId,
  userId,
  resource,
  model,
  code,
  limitId: receipt.limitId,
  details: receipt.details(),
  limits: receipt.limits(),
});

function schedule(state: Pending): void {
  if (state.timer) return;
  state.timer = setTimeout(() => {
    state.timer = null;
    flushDenials().catch((error: unknown) => {
      log().error({ err: error }, 'refusals could not be written; they are kept and tried again');
      schedule(state);
    });
  }, FLUSH_MS);
  state.timer.unref();
}

/** Writes what was counted; also to be called when the process stops. @throws with everything kept. */
export async function flushDenials(): Promise<void> {
  const state = pending();
  // One at a time: a second flush would not know what the first one is about to put back.
  while (state.flushing) await state.flushing.catch(() => {});
  state.flushing = flush(state).finally(() => {
    state.flushing = null;
  });
  return state.flushing;
}

async function flush(state: Pending): Promise<void> {
  const [counts, receipts, uncounted] = [state.counts, state.receipts, state.uncounted];
  if (counts.size === 0 && receipts.size === 0) return;
  Object.assign(state, { counts: new Map(), last: null, receipts: new Map(), uncounted: 0 });
  try {
    const newest = [...receipts.values()].flatMap((kept) => kept.slice(-RECEIPTS_KEPT));
    const spelled = await mapInTurns(newest, spell, SPELLED_AT_ONCE);
    await writeDenials([...counts.values()], spelled);
  } catch (error) {
    // Older receipts go first again, so that the newest are the ones kept.
    const newer = [...state.receipts.values()].flat();
    state.receipts = receipts;
    for (const denial of newer) keepReceipt(state, denial);
    for (const counted of counts.values()) add(state, counted);
    state.uncounted += uncounted;
    throw error;
  }
  if (uncounted > 0)
    log().warn({ count: uncounted }, 'refusals were not counted: too many different ones at once');
}
