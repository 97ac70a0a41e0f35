import { type Limit, METRICS, type Metric } from '../plans/limit';
import { adoptedKey, onceKey, openKey, openMember, reservationKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { createLimiter } from './algorithm';
import { type Caller, keysFor, type PolicyCall, policyCall } from './call';
import type { Actual, Claim, Decision, DenialCode, LimitState, Once, Progress, Repeated } from './decision';
import type { EventFacts } from './event';
import { fillSubject, type LedgerSource } from './fill';
import { DECIDE } from './lua/decide';
import { GROW } from './lua/grow';
import { RENEW } from './lua/renew';
import { SETTLE } from './lua/settle';
import { reapOnce } from './reaper';
import { denialCode, readDecision } from './reply';
import { LEASE_MS, readRepeated, spellAmounts, spellAnswer, spellDecision, spellUsed } from './spell';
import { Together } from './together';

export interface EngineOptions {
  store: Store;
  /** What the ledger says was used, for counters the store does not hold. */
  ledger: LedgerSource;
  /** Settles what dead processes left in a shard by a store instant; answers how many. Absent: `reapOnce`. */
  reap?: (shard: number, nowMs: number) => Promise<number>;
  /** Lets calls carry the store's time. Tests, and replays on a scratch store, alone. */
  testClock?: boolean;
}

/** The policy is older than the store's revision, or the store has none: load it and ask again. */
export interface Outdated {
  outdated: 'stale' | 'unknown';
}

/** The shard's memory was lost: budgets, quotas and storage wait until it is rebuilt. */
export interface Rebuilding {
  rebuilding: true;
}

export interface DecideInput {
  caller: Caller;
  claim: Claim;
  /** Reservation and request id (UUIDv7). Deciding again with it returns the first decision. */
  id: string;
  facts: EventFacts;
  nowMs?: number;
  /** Under an Idempotency-Key. */
  once?: Once;
  /** How long it may go without a renewal. */
  leaseMs?: number;
}

/** What settling, renewing and growing need of an admitted request. */
export interface Reservation {
  id: string;
  caller: Caller;
  call: PolicyCall;
  claim: Claim;
  once?: Once;
}

/** A reservation that the store does not know: lost with its memory, or admitted without it. */
export interface Lost extends Reservation {
  granted: number | null;
  admittedAtMs: number;
  facts: EventFacts;
  /** From its admission on, where nobody renews it; absent: the usual one. */
  leaseMs?: number;
}

export type Settled = { state: 'settled' | 'before'; charged: Record<Metric, number> } | { state: 'unknown' };
export type Grown = { grown: true; granted: number } | { grown: false; by: Limit; code: DenialCode };

/** Batches of dead reservations that one denied request settles before it believes its denial. */
const MOST_REAPS = 8;

const MODE = { look: 0, decide: 1, adopt: 2, asIs: 3, check: 4, checkAsIs: 5 };
/** The first number of the scripts' answers (lua/decide.ts). */
const [STALE, UNKNOWN, PERIOD, FILL, REBUILDING, REPEATED, REAP] = [3, 4, 5, 6, 7, 8, 9];

export type Engine = ReturnType<typeof createEngine>;

/** The limits engine on one store: one script decides, one settles. See README.md for what it promises. */
export function createEngine({ store, ledger, reap, testClock = false }: EngineOptions) {
  // The store's clock as last seen against ours: only a guess at calendar periods, which the script checks.
  let offsetMs = 0;
  const time = (nowMs?: number) => {
    if (nowMs !== undefined && !testClock) throw new Error('the time comes from the store');
    return nowMs ?? 0;
  };
  const atMs = (given: number) => given || Date.now() + offsetMs;

  const outdated = (reply: readonly unknown[]): Outdated | null =>
    reply[0] === STALE ? { outdated: 'stale' } : reply[0] === UNKNOWN ? { outdated: 'unknown' } : null;

  const limiter = createLimiter(store);
  const together = new Together(store, limiter);

  /** Fills under way, by whose they are: a burst of first requests reads the ledger once. */
  const filling = new WeakMap<Caller, Promise<void>>();

  /** Fills the subjects whose scopes an answer names, or waits for whoever is at it: then ask again. */
  async function fill(caller: Caller, call: PolicyCall, reply: readonly number[], given: number) {
    const under = filling.get(caller);
    if (under) return under.catch(() => undefined);
    const filled = (async () => {
      for (const scope of reply.slice(2)) {
        await fillSubject({ store, ledger, caller, call, scope, atMs: reply[1] ?? atMs(given), given });
      }
    })().finally(() => filling.delete(caller));
    filling.set(caller, filled);
    return filled;
  }

  type Asked = Pick<DecideInput, 'caller' | 'id' | 'once' | 'leaseMs'> & {
    claim: Claim | null;
    text: string;
    mode: number;
  };
  type Answer = { reply: number[]; call: PolicyCall } | Outdated | Rebuilding | { repeated: Repeated };

  /** One decision by itself, under an Idempotency-Key or in another mode. */
  async function alone(call: PolicyCall, id: string, args: string[], once?: Once): Promise<number[]> {
    const keys = keysFor(call, id);
    if (!once) return limiter({ script: DECIDE, keys, args });
    return limiter({
      script: DECIDE,
      keys: [...keys, onceKey(call.shard, once.key)],
      args: [...args, once.body],
    });
  }

  /** Asks until the store has all the counters and knows the period. */
  async function ask(asked: Asked, nowMs?: number): Promise<Answer> {
    const { caller, claim, id, text, once, leaseMs = LEASE_MS } = asked;
    const given = time(nowMs);
    let at = atMs(given);
    let { mode } = asked;
    for (let attempt = 0; attempt < 20; attempt++) {
      const call = policyCall(caller, claim, at);
      const numbers = spellDecision(caller, claim, { mode, nowMs: given, leaseMs });
      const member = openMember(caller.workspaceId, id);
      const reply =
        mode === MODE.decide && !once
          ? await together.ask({ does: 'decide', call, id, numbers, member, text })
          : await alone(call, id, [numbers, call.numbers, member, text], once);
      const old = outdated(reply);
      if (old) return old;
      if (reply[0] === REPEATED) return { repeated: readRepeated(reply) };
      if (!given) offsetMs = (reply[1] ?? at) - Date.now();
      if (reply[0] === REBUILDING) return { rebuilding: true };
      if (reply[0] === PERIOD) at = reply[1] ?? at;
      else if (reply[0] === FILL) await fill(caller, call, reply, given);
      else if (reply[0] === REAP) {
        const reaped = await (reap ?? ((shard, ms) => reapOnce(store, shard, ms)))(
          call.shard,
          reply[1] ?? given,
        );
        // One request does not reap a whole shard: who reaps in the background comes by within the second.
        if (reaped === 0 || attempt >= MOST_REAPS) mode = mode === MODE.check ? MODE.checkAsIs : MODE.asIs;
      } else return { reply, call };
    }
    throw new Error('the store and the ledger kept changing while counters were filled');
  }

  return {
    /** Decides all limits of a request, all or nothing, in one round trip. */
    async decide(
      input: DecideInput,
    ): Promise<(Decision & { reservation: Reservation }) | Outdated | Rebuilding | { repeated: Repeated }> {
      const { caller, claim, id, facts, once, leaseMs } = input;
      const text = JSON.stringify(once ? { facts, once } : { facts });
      const mode = MODE.decide;
      const answer = await ask({ caller, claim, id, text, once, leaseMs, mode }, input.nowMs);
      if (!('reply' in answer)) return answer;
      const { reply, call } = answer;
      const reservation = { id, caller, call, claim, ...(once ? { once } : {}) };
      return { ...readDecision(id, reply, call.limits), reservation };
    },

    /** Every limit's counter as it stands. Charges nothing; makes counters that are missing, from the ledger. */
    async look(caller: Caller, nowMs?: number): Promise<{ atMs: number; limits: LimitState[] } | Outdated> {
      const answer = await ask({ caller, claim: null, id: '-', text: '', mode: MODE.look }, nowMs);
      if ('outdated' in answer) return answer;
      if (!('reply' in answer)) throw new Error('a look was answered like a decision');
      const { atMs, limits } = readDecision('-', answer.reply, answer.call.limits);
      return { atMs, limits };
    },

    /** What deciding this claim now would say. Charges nothing. */
    async check(caller: Caller, claim: Claim, nowMs?: number): Promise<Decision | Outdated | Rebuilding> {
      const answer = await ask({ caller, claim, id: '-', text: '', mode: MODE.check }, nowMs);
      if ('repeated' in answer) throw new Error('a check was answered like a repetition');
      return 'reply' in answer ? readDecision('-', answer.reply, answer.call.limits) : answer;
    },

    /**
     * Replaces a reservation by what was used: lowers counters, frees leases, writes the event. Once.
     * @param answer under an Idempotency-Key: what to replay; null forgets the key; absent: it cannot be replayed
     */
    async settle(
      { id, caller, call, once }: Pick<Reservation, 'id' | 'caller' | 'call' | 'once'>,
      actual: Actual,
      facts: EventFacts,
      nowMs?: number,
      answer?: string | null,
    ): Promise<Settled> {
      const numbers = `[${time(nowMs)},2,${spellUsed(actual).join()}]`;
      const member = openMember(caller.workspaceId, id);
      const text = JSON.stringify(facts);
      const reply = once
        ? ((await store.evaluate(
            SETTLE,
            [reservationKey(call.shard, id), ...call.settleKeys, onceKey(call.shard, once.key)],
            [numbers, member, text, spellAnswer(once, answer)],
          )) as number[])
        : await together.ask({ does: 'settle', call, id, numbers, member, text });
      if (reply[0] === 0) return { state: 'unknown' };
      const charged = Object.fromEntries(METRICS.map((metric, i) => [metric, reply[i + 1] ?? 0]));
      return { state: reply[0] === 1 ? 'settled' : 'before', charged: charged as Record<Metric, number> };
    },

    /** Keeps a running reservation and its leases; call it every 10 s. `lost`: stop the work. */
    async renew(
      { id, caller, call }: Reservation,
      progress: Progress | null,
      nowMs?: number,
    ): Promise<'renewed' | 'lost' | Outdated> {
      const { actual = {}, tokensIn = 0, tokensOut = 0 } = progress ?? {};
      const report = [...spellUsed(actual), tokensIn, tokensOut];
      const numbers = [time(nowMs), LEASE_MS, ...(progress ? report : [])].join();
      const keys = [...keysFor(call, id).slice(0, 4), openKey(call.shard)];
      const args = [`[${numbers}]`, caller.rev, caller.catalogRev, openMember(caller.workspaceId, id)];
      const reply = (await store.evaluate(RENEW, keys, args)) as number[];
      return outdated(reply) ?? (reply[0] === 1 ? 'renewed' : 'lost');
    },

    /**
     * Raises the grant of a running reservation against every limit of a metric that is held, all or nothing.
     * `lost`: the reservation is no longer its own, or the shard's memory is being rebuilt.
     */
    async grow(
      { id, caller, claim }: Reservation,
      toUnits: number,
      nowMs?: number,
    ): Promise<Grown | 'lost' | Outdated> {
      const given = time(nowMs);
      const wanted = { ...claim, units: { minimum: 0, wish: toUnits } };
      for (let attempt = 0; attempt < 20; attempt++) {
        const call = policyCall(caller, claim, atMs(given));
        const numbers = `[${toUnits},${given},${spellAmounts(wanted)}]`;
        const args = [numbers, call.numbers, openMember(caller.workspaceId, id)];
        const reply = (await store.evaluate(GROW, keysFor(call, id), args)) as number[];
        const old = outdated(reply);
        if (old) return old;
        if (reply[0] === 1) return { grown: true, granted: reply[1] ?? toUnits };
        const by = reply[0] === 0 && call.limits[(reply[1] ?? 1) - 1];
        if (by) return { grown: false, by, code: denialCode(by, reply[2] ?? 1) };
        if (reply[0] !== FILL) return 'lost';
        await fill(caller, call, reply, given);
      }
      throw new Error('the store and the ledger kept changing while counters were filled');
    },

    /**
     * Puts a lost reservation back without asking any limit; counters that exist go up, the others will be
     * filled with it.
     */
    async adopt(lost: Lost, nowMs?: number): Promise<void> {
      const { id, caller, claim, granted, admittedAtMs, facts, once } = lost;
      const given = time(nowMs);
      const units = { minimum: granted ?? 0, wish: granted ?? 0 };
      let at = admittedAtMs;
      for (let attempt = 0; attempt < 4; attempt++) {
        const call = policyCall(caller, claim, at);
        const numbers = spellDecision(
          caller,
          { ...claim, units },
          { mode: MODE.adopt, nowMs: given, leaseMs: lost.leaseMs ?? LEASE_MS, admittedAtMs },
        );
        const member = openMember(caller.workspaceId, id);
        const keys = [
          ...keysFor(call, id),
          ...(once ? [onceKey(call.shard, once.key)] : []),
          adoptedKey(call.shard),
        ];
        const text = JSON.stringify({ facts, once });
        const args = [numbers, call.numbers, member, text, ...(once ? [once.body] : [])];
        const reply = (await store.evaluate(DECIDE, keys, args)) as number[];
        if (reply[0] !== PERIOD) return;
        at = reply[1] ?? at;
      }
      throw new Error('the store’s clock left every period it was asked about');
    },
  };
}
