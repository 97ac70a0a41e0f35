import type { Principal } from '../keys/principal';
import type { Claim, DenialCode } from '../limits/decision';
import { createEngine, type Engine, type Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import type { LedgerSource } from '../limits/fill';
import type { Limit } from '../plans/limit';
import {
  catalogRevisionKey,
  epochKey,
  reservationKey,
  shardOf,
  streamKey,
  workspaceRevisionKey,
} from '../redis/keys';
import type { ScratchStore } from '../redis/scratch';
import type { PastRequest } from './traffic';

/** Its keys end by themselves (lib/redis/scratch.ts); these are written beside the scripts. */
const KEPT_MS = 10 * 60_000;
/** How many settled requests are forgotten together. */
const BATCH = 200;

/** What one past request met. */
export interface Refusal {
  request: PastRequest;
  code: DenialCode;
  limit: Limit;
}

/** The limits engine on a scratch store and a clock of the past. */
export const replayEngine = (store: ScratchStore, ledger: LedgerSource): Engine =>
  // Requests end when they really did, so no lease is ever overdue and nothing is to be reaped.
  createEngine({ store, ledger, reap: async () => 0, testClock: true });

/** Makes a workspace's revisions in the scratch store, as a loader does in the real one. */
export async function beginWorkspace(store: ScratchStore, workspaceId: string, catalogId: string) {
  const shard = shardOf(workspaceId);
  const set = (key: string, value: string) => ['SET', key, value, 'PX', KEPT_MS];
  await store.pipeline([
    set(epochKey(shard), 'replay'),
    set(workspaceRevisionKey(shard, workspaceId), '1:replay'),
    set(catalogRevisionKey(shard, catalogId), '1:replay'),
  ]);
}

/**
 * Sends a workspace's requests through the engine again, each at the instant at which it was admitted, wanting
 * what it really used and ending when it really ended.
 * @param callers who called; null: skipped
 * @returns those that a limit refuses, in order
 */
export async function replayRequests(
  { engine, store }: { engine: Engine; store: ScratchStore },
  requests: readonly PastRequest[],
  callers: (request: PastRequest) => Principal | null,
  signal: AbortSignal,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const running = new Running(engine, store);
  for (const request of requests) {
    signal.throwIfAborted();
    const caller = callers(request);
    if (!caller) continue;
    await running.endUntil(request.admittedAtMs);
    const decision = await engine.decide({
      caller,
      claim: claimOf(request),
      id: request.id,
      facts: factsOf(request, caller),
      nowMs: request.admittedAtMs,
    });
    if (!('admitted' in decision)) throw new Error(`a replay met ${JSON.stringify(decision)}`);
    if (decision.admitted) running.begin(request, decision.reservation);
    else refusals.push({ request, code: decision.code, limit: decision.by.limit });
  }
  return refusals;
}

/** Admitted requests that have not ended yet on the clock of the past. */
class Running {
  private readonly open: { request: PastRequest; reservation: Reservation }[] = [];
  private readonly ended = new Map<number, string[]>();

  constructor(
    private readonly engine: Engine,
    private readonly store: ScratchStore,
  ) {}

  begin(request: PastRequest, reservation: Reservation): void {
    let at = this.open.length;
    while (at > 0 && (this.open[at - 1]?.request.settledAtMs ?? 0) > request.settledAtMs) at--;
    this.open.splice(at, 0, { request, reservation });
  }

  async endUntil(atMs: number): Promise<void> {
    for (let first = this.open[0]; first && first.request.settledAtMs <= atMs; first = this.open[0]) {
      this.open.shift();
      const { request, reservation } = first;
      const facts = factsOf(request, reservation.caller);
      await this.engine.settle(reservation, usedBy(request), facts, request.settledAtMs);
      await this.forget(reservation.call.shard, request.id);
    }
  }

  /** What has ended is needed no more: the scratch store stays small. */
  private async forget(shard: number, id: string): Promise<void> {
    const ids = this.ended.get(shard) ?? [];
    this.ended.set(shard, ids);
    ids.push(id);
    if (ids.length < BATCH) return;
    this.ended.delete(shard);
    await this.store.remove(ids.map((one) => reservationKey(shard, one)));
    await this.store.pipeline([['XTRIM', streamKey(shard), 'MAXLEN', 0]]);
  }
}

const usedBy = ({ requests, tokens, cost, messages, descriptions }: PastRequest) => ({
  requests,
  tokens,
  cost,
  ...(messages > 0 && { messages }),
  ...(descriptions > 0 && { descriptions }),
});

const claimOf = (request: PastRequest): Claim => ({
  resource: request.resource,
  amounts: Object.fromEntries(Object.entries(usedBy(request)).map(([metric, base]) => [metric, { base }])),
});

const factsOf = (
  { keyId, userId, resource }: PastRequest,
  { workspaceId }: { workspaceId: string },
): EventFacts => ({
  workspaceId,
  keyId,
  userId,
  resource,
  model: '',
  outcome: 'ok',
  status: 200,
  streamed: false,
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  priceVersion: 1,
  durationMs: 0,
  firstByteMs: null,
});
