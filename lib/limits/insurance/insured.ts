import { AppError } from '../../errors';
import { log } from '../../log';
import { METRICS } from '../../plans/limit';
import type { PromptStore } from '../../redis/prompt';
import { StoreTrouble } from '../../redis/trouble';
import type { Actual, Decision, DecisionSource } from '../decision';
import type { DecideInput, Engine, Reservation, Settled } from '../engine';
import { type Held, reservationOf, type SettleOrder } from '../orders';
import { Away } from './away';
import { LocalLimits } from './local';
import { CLOSED } from './share';

/** Without the store a policy is believed for so long: it may have been revoked since. */
export const BELIEVED_MS = 10_000;

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

export type Insured = ReturnType<typeof insure>;

const closed = () =>
  new AppError(
    'quota_unavailable',
    'The limits of this request cannot be checked right now, so it was not sent. Try again shortly.',
    { source: CLOSED },
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
  const away = new Away((held) => engine.adopt(reservationOf(held)));
  // Store time minus ours, as last heard. Ours is monotonic: a clock that is set meanwhile changes nothing.
  let offsetMs = 0;
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
      log().debug({ requestId: input.id, source: answer.source }, 'decided');
      if (input.nowMs === undefined) offsetMs = answer.atMs - ourMs();
      local.lastUses.saw(input.caller, answer.limits);
    }
    return answer;
  }

  async function withoutStore(
    input: DecideInput,
    error: unknown,
  ): Promise<Decision & { reservation: Reservation }> {
    const { id, caller, claim, facts, once, leaseMs } = input;
    const trouble = error instanceof StoreTrouble ? error : null;
    if (!trouble) log().error({ err: error, requestId: id }, 'a decision failed');
    const nowMs = input.nowMs ?? Math.round(ourMs() + offsetMs);
    const held: Held = {
      id,
      caller,
      claim,
      facts,
      granted: null,
      admittedAtMs: nowMs,
      ...(once && { once }),
      ...(leaseMs && { leaseMs }),
    };
    const reservation = reservationOf(held);
    const believed = trouble !== null && (await isInsured(input));
    const decision = believed ? local.decide({ ...held, limits: reservation.call.limits, nowMs }) : CLOSED;
    if (decision !== CLOSED && decision.admitted) {
      away.add({ ...held, granted: decision.granted });
    } else if (trouble && trouble.kind !== 'down') {
      // The store may have admitted it, or may yet: nothing was sent, so nothing may be charged, and the
      // next try under its Idempotency-Key runs.
      void order({ ...held, actual: NOTHING, ended: { ...facts, outcome: 'void' }, answer: null });
    }
    if (decision === CLOSED) throw told(id, CLOSED, closed());
    return told(id, decision.source, { ...decision, reservation });
  }

  /** An Idempotency-Key cannot be looked up without the store, so its request might run twice. */
  async function isInsured(input: DecideInput): Promise<boolean> {
    return !input.once && store.silentMs() <= BELIEVED_MS && (await takesOrders());
  }

  /** @throws StoreTrouble for a request that never came to the store: its settle is to be ordered (orders.ts). */
  async function settle(...args: Parameters<Engine['settle']>): Promise<Settled> {
    const [{ id }, actual] = args;
    local.settle(id, actual);
    if (away.forget(id)) throw new StoreTrouble('down', 'the store was away when this request was admitted');
    return engine.settle(...args);
  }

  /** While a request is away neither goes on without the store: no answer means no growth. */
  async function renew(...args: Parameters<Engine['renew']>) {
    await away.putBack(args[0].id);
    return engine.renew(...args);
  }

  async function grow(...args: Parameters<Engine['grow']>) {
    await away.putBack(args[0].id);
    return engine.grow(...args);
  }

  return { ...engine, decide, settle, renew, grow };
}

/** Every decision that the store did not make stands in the log, with who made it. */
function told<T>(requestId: string, source: DecisionSource, decision: T): T {
  log().info({ requestId, source }, 'decided without the store');
  return decision;
}
