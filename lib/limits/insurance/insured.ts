import { AppError } from '../../errors';
import { log } from '../../log';
import { METRICS, type Metric } from '../../plans/limit';
import type { PromptStore } from '../../redis/prompt';
import { StoreTrouble } from '../../redis/trouble';
import type { Actual, Decision, DecisionSource } from '../decision';
import type { DecideInput, Engine, Reservation, Settled } from '../engine';
import type { EventFacts } from '../event';
import { type Held, reservationOf, type SettleOrder } from '../orders';
import { amountOf } from './amounts';
import { LocalLimits } from './local';
import { CLOSED } from './share';

/** Without the store a policy is believed for so long: it may have been revoked since. */
export const BELIEVED_MS = 10_000;
/** How often requests that were admitted here are put into the store while it does not take them. */
const PUT_BACK_MS = 1000;

export interface InsuranceOptions {
  /** On the prompt store. */
  engine: Engine;
  store: Pick<PromptStore, 'silentMs'>;
  /** How many processes share the limits. */
  instances(): number;
  /** Whether the database would take a settle order now. */
  takesOrders(): Promise<boolean>;
  /** Settles in the store once it is back. Never rejects. */
  order(order: SettleOrder): Promise<void>;
}

interface Adopting {
  adopt?(held: Reservation & Held): Promise<unknown>;
}

export type Insured = ReturnType<typeof insure>;

const closed = (retryAfterMs = 1000) =>
  new AppError(
    'quota_unavailable',
    'The limits of this request cannot be checked right now, so it was not sent. Try again shortly.',
    { source: CLOSED, retryAfterMs },
  );

/** Nothing was sent: all is given back, the request too. */
const NOTHING: Actual = Object.fromEntries(METRICS.map((metric) => [metric, 0]));

/**
 * The engine with an insurance: while the store is down or slow, each limit does what its kind does without it
 * (README.md, "Without the store"), from this process's memory. The engine itself knows nothing of it. What is
 * admitted here is put into the store as soon as that answers, without asking any limit, so counters go up;
 * what the store may have admitted without our hearing of it is settled as void.
 */
export function insure({ engine, store, instances, takesOrders, order }: InsuranceOptions) {
  const local = new LocalLimits(instances);
  /** Admitted here, not yet in the store. */
  const away = new Map<string, Held>();
  let putting: NodeJS.Timeout | null = null;
  // Store time minus ours, as last heard. Ours is monotonic: a clock that is set meanwhile changes nothing.
  let offsetMs = 0;
  const adopt = async (held: Held) => (engine as Adopting).adopt?.({ ...held, ...reservationOf(held) });
  const ourMs = () => performance.timeOrigin + performance.now();

  async function decide(input: DecideInput) {
    let answer: Awaited<ReturnType<Engine['decide']>>;
    try {
      answer = await engine.decide(input);
    } catch (error) {
      if (error instanceof RangeError || error instanceof AppError) throw error;
      return withoutStore(input, error);
    }
    if ('rebuilding' in answer) throw told(input.id, CLOSED, closed());
    if ('admitted' in answer) {
      if (input.nowMs === undefined) offsetMs = answer.atMs - ourMs();
      local.lastUses.saw(input.caller, answer.limits);
    }
    return answer;
  }

  async function withoutStore(
    input: DecideInput,
    error: unknown,
  ): Promise<Decision & { reservation: Reservation }> {
    const { id, caller, claim, facts } = input;
    const trouble = error instanceof StoreTrouble ? error : null;
    if (!trouble) log().error({ err: error, requestId: id }, 'a decision failed');
    const nowMs = input.nowMs ?? Math.round(ourMs() + offsetMs);
    const held: Held = { id, caller, claim, facts, granted: null, admittedAtMs: nowMs };
    const reservation = reservationOf(held);
    const believed = trouble !== null && (await isInsured(input));
    const decision = believed ? local.decide({ ...held, limits: reservation.call.limits, nowMs }) : CLOSED;
    if (decision !== CLOSED && decision.admitted) {
      away.set(id, { ...held, granted: decision.granted });
      putBackSoon();
    } else if (trouble && trouble.kind !== 'down') {
      // The store may have admitted it, or may yet: nothing was sent, so nothing may be charged.
      void order({ ...held, actual: NOTHING, ended: { ...facts, outcome: 'void' } });
    }
    if (decision === CLOSED) throw told(id, CLOSED, closed());
    return told(id, decision.source, { ...decision, reservation });
  }

  /** An Idempotency-Key cannot be looked up without the store, so its request might run twice. */
  async function isInsured(input: DecideInput): Promise<boolean> {
    return !('once' in input && input.once) && store.silentMs() <= BELIEVED_MS && (await takesOrders());
  }

  async function putBack(held: Held): Promise<void> {
    await adopt(held);
    away.delete(held.id);
  }

  function putBackSoon(): void {
    if (away.size === 0) return;
    putting ??= setTimeout(async () => {
      try {
        for (const held of away.values()) await putBack(held);
      } catch {
        // The store is not back yet.
      }
      putting = null;
      putBackSoon();
    }, PUT_BACK_MS).unref();
  }

  async function settle(
    reservation: Reservation,
    actual: Actual,
    facts: EventFacts,
    nowMs?: number,
  ): Promise<Settled> {
    local.settle(reservation.id, actual);
    const held = away.get(reservation.id);
    if (!held) return engine.settle(reservation, actual, facts, nowMs);
    away.delete(held.id);
    try {
      await adopt(held);
      return await engine.settle(reservation, actual, facts, nowMs);
    } catch {
      await order({ ...held, actual, ended: facts });
      return { state: 'settled', charged: chargeOf(held, actual) };
    }
  }

  async function renew(...[reservation, progress, nowMs]: Parameters<Engine['renew']>) {
    const held = away.get(reservation.id);
    if (held) await putBack(held);
    return engine.renew(reservation, progress, nowMs);
  }

  return { ...engine, decide, settle, renew };
}

/** Every decision that the store did not make stands in the log, with who made it. */
function told<T>(requestId: string, source: DecisionSource, decision: T): T {
  log().warn({ requestId, source }, 'decided without the store');
  return decision;
}

/** What a settle of so much charges at most: it only lowers. */
function chargeOf({ claim, granted }: Held, actual: Actual): Record<Metric, number> {
  const charges = METRICS.map((metric) => {
    const held = amountOf(claim.amounts[metric], granted ?? 0);
    return [metric, Math.min(held, actual[metric] ?? held)];
  });
  return Object.fromEntries(charges) as Record<Metric, number>;
}
