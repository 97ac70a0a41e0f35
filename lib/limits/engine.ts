import { METRICS, type Metric } from '../plans/limit';
import { openKey, reservationKey, streamKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { limitOnce } from './algorithm';
import { type Caller, decisionKeys, type PolicyCall, policyCall, spellClaim } from './call';
import type { Actual, Claim, Decision, LimitState } from './decision';
import type { EventFacts } from './event';
import { fillCounters, type LedgerSource } from './fill';
import { RENEW } from './lua/renew';
import { SETTLE } from './lua/settle';
import { readDecision } from './reply';

/** A reservation not renewed for this long belongs to a dead process. */
export const LEASE_MS = 30_000;

export interface EngineOptions {
  store: Store;
  /** What the ledger says was used, for counters the store does not hold. */
  ledger: LedgerSource;
  /** Lets calls carry the store's time. Tests alone. */
  testClock?: boolean;
}

/** The policy is older than the store's revision, or the store has none: load it and ask again. */
export interface Outdated {
  outdated: 'stale' | 'unknown';
}

export interface DecideInput {
  caller: Caller;
  claim: Claim;
  /** Reservation and request id (UUIDv7). Deciding again with it returns the first decision. */
  id: string;
  facts: EventFacts;
  nowMs?: number;
}

/** What settling and renewing need of an admitted request. */
export interface Reservation {
  id: string;
  caller: Caller;
  call: PolicyCall;
}

export type Settled = { state: 'settled' | 'before'; charged: Record<Metric, number> } | { state: 'unknown' };

const PERIOD = 5;
const FILL = 6;

export type Engine = ReturnType<typeof createEngine>;

/** The limits engine on one store: one script decides, one settles. See README.md for what it promises. */
export function createEngine({ store, ledger, testClock = false }: EngineOptions) {
  // The store's clock as last seen against ours: only a guess at calendar periods, which the script checks.
  let offsetMs = 0;
  const time = (nowMs?: number) => {
    if (nowMs !== undefined && !testClock) throw new Error('the time comes from the store');
    return nowMs ?? 0;
  };

  async function run(
    caller: Caller,
    claim: Claim | null,
    id: string,
    facts: string,
    nowMs?: number,
  ): Promise<Outdated | { reply: number[]; call: PolicyCall }> {
    const given = time(nowMs);
    let atMs = given || Date.now() + offsetMs;
    for (let attempt = 0; attempt < 8; attempt++) {
      const call = policyCall(caller, claim, atMs);
      const reply = await limitOnce(
        store,
        {
          keys: decisionKeys(caller, call, id),
          args: [
            call.spec,
            claim ? spellClaim(claim) : '[]',
            id,
            caller.rev,
            caller.catalogRev,
            claim?.units?.minimum ?? 0,
            claim?.units?.wish ?? 0,
            LEASE_MS,
            given,
            claim ? 1 : 0,
            facts,
          ],
        },
        id,
      );
      if (reply[0] === 3) return { outdated: 'stale' };
      if (reply[0] === 4) return { outdated: 'unknown' };
      const storeMs = reply[1] ?? atMs;
      if (!given) offsetMs = storeMs - Date.now();
      if (reply[0] === PERIOD) atMs = storeMs;
      else if (reply[0] === FILL) {
        const missing = reply.slice(2).flatMap((index) => call.limits[index - 1] ?? []);
        await fillCounters({ store, ledger, caller, limits: missing, atMs: storeMs, given });
      } else return { reply, call };
    }
    throw new Error('the store and the ledger kept changing while a counter was filled');
  }

  return {
    /** Decides all limits of a request, all or nothing, in one round trip. */
    async decide(input: DecideInput): Promise<(Decision & { reservation: Reservation }) | Outdated> {
      const { caller, claim, id, facts } = input;
      const answer = await run(caller, claim, id, JSON.stringify(facts), input.nowMs);
      if ('outdated' in answer) return answer;
      const { reply, call } = answer;
      return { ...readDecision(id, reply, call.limits), reservation: { id, caller, call } };
    },

    /** Every limit's counter as it stands. Charges nothing; makes counters that are missing, from the ledger. */
    async look(caller: Caller, nowMs?: number): Promise<{ atMs: number; limits: LimitState[] } | Outdated> {
      const answer = await run(caller, null, '-', '', nowMs);
      if ('outdated' in answer) return answer;
      const { atMs, limits } = readDecision('-', answer.reply, answer.call.limits);
      return { atMs, limits };
    },

    /** Replaces a reservation by what was used: lowers counters, frees leases, writes the event. Once. */
    async settle(
      reservation: Reservation,
      actual: Actual,
      facts: EventFacts,
      nowMs?: number,
    ): Promise<Settled> {
      const { id, call } = reservation;
      const keys = [
        reservationKey(call.shard, id),
        openKey(call.shard),
        streamKey(call.shard),
        ...call.subjectKeys,
      ];
      const used = JSON.stringify(METRICS.map((metric) => actual[metric] ?? -1));
      const args = [id, time(nowMs), used, JSON.stringify(facts), 2];
      const reply = (await store.evaluate(SETTLE, keys, args)) as number[];
      if (reply[0] === 0) return { state: 'unknown' };
      const charged = Object.fromEntries(METRICS.map((metric, i) => [metric, reply[i + 1] ?? 0]));
      return { state: reply[0] === 1 ? 'settled' : 'before', charged: charged as Record<Metric, number> };
    },

    /** Keeps a running reservation and its leases; call it every 10 s. `lost`: stop the work. */
    async renew(
      { id, caller, call }: Reservation,
      progress: Actual | null,
      nowMs?: number,
    ): Promise<'renewed' | 'lost' | Outdated> {
      const leases = call.limits.flatMap((limit, i) =>
        limit.window.kind === 'concurrent' ? [ringOrLease(call, i)] : [],
      );
      const [workspaceRev = '', catalogRev = '', reservation = '', open = ''] = decisionKeys(
        caller,
        call,
        id,
      );
      const report = progress ? JSON.stringify(METRICS.map((metric) => progress[metric] ?? -1)) : '';
      const reply = (await store.evaluate(
        RENEW,
        [workspaceRev, catalogRev, reservation, open, ...leases],
        [id, caller.rev, caller.catalogRev, LEASE_MS, time(nowMs), report],
      )) as number[];
      if (reply[0] === 3) return { outdated: 'stale' };
      if (reply[0] === 4) return { outdated: 'unknown' };
      return reply[0] === 1 ? 'renewed' : 'lost';
    },
  };
}

/** The ring or lease key of the limit at `index`: they follow the three subjects in the limits' order. */
function ringOrLease(call: PolicyCall, index: number): string {
  const before = call.limits.slice(0, index).filter((l) => ['rolling', 'concurrent'].includes(l.window.kind));
  return call.subjectKeys[3 + before.length] ?? '';
}
