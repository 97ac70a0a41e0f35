import { type Limit, limitId } from '../../plans/limit';
import type { Caller } from '../call';
import type { Actual, Claim, Decision } from '../decision';
import { needOf, unitsIn } from './amounts';
import { denialOf, neverFits, type Refusal, refusalOf } from './refusal';
import { LastUses } from './seen';
import { CLOSED, endsMs, type Part, partOf, type Share, stateOf } from './share';
import { Uses } from './uses';

/** So many counters, and those that count nothing any more are dropped. */
const MANY = 10_000;

export interface LocalInput {
  id: string;
  caller: Caller;
  claim: Claim;
  /** Those that concern the claim. */
  limits: readonly Limit[];
  /** Store time, as far as this process knows it. */
  nowMs: number;
  /** Of a lease that nobody renews: whoever settles it may be another instance, or nobody. */
  leaseMs?: number;
}

/** What a request that was admitted here counts with. */
type Counted = { share: Share; amount: number }[];

/**
 * Limits kept in this process's memory while the store is down, each by its own `whenDown`. A share is
 * floor(capacity ÷ instances): beside what the store admitted, all instances together admit at most one
 * capacity a window. Uses stay counted when the store is back, so an outage that returns gives no second share.
 */
export class LocalLimits {
  readonly lastUses = new LastUses();
  #uses = new Map<string, Uses>();
  #counted = new Map<string, Counted>();

  /** @param instances how many share the limits */
  constructor(private readonly instances: () => number) {}

  /** Decides all limits, all or nothing. `closed`: what the claim needs cannot be given without the store. */
  decide(input: LocalInput): Decision | typeof CLOSED {
    const { id, claim, nowMs, leaseMs } = input;
    const { minimum, wish } = claim.units ?? { minimum: 0, wish: 0 };
    const need = (limit: Limit) => needOf(claim, limit, minimum);
    const limits = input.limits.filter((limit) => need(limit) > 0);
    const never = neverFits(limits, claim, minimum);
    if (never) return denialOf(id, never, limits.map(uncounted), nowMs);

    const shares: Share[] = [];
    const parts: Part[] = [];
    for (const limit of limits) {
      const part = this.#part(input, limit);
      if (part === CLOSED) return CLOSED;
      parts.push(part);
      if (part.uses) shares.push(part);
    }
    let refusal: Refusal | null = null;
    for (const share of shares) {
      const found = refusalOf(share, need(share.limit), nowMs);
      if (found === CLOSED) return CLOSED;
      if (found && (found.retryAfterMs ?? 0) >= (refusal?.retryAfterMs ?? 0)) refusal = found;
    }
    const states = () => parts.map((part) => stateOf(part, nowMs));
    if (refusal) return denialOf(id, refusal, states(), nowMs);

    let granted = wish;
    for (const { limit, uses, most } of shares) {
      const amount = claim.amounts[limit.metric];
      if (amount) granted = Math.min(granted, unitsIn(amount, most - uses.total(nowMs)) ?? granted);
    }
    const counted: Counted = [];
    for (const share of shares) {
      const amount = needOf(claim, share.limit, granted);
      share.uses.add(id, amount, endsMs(share.limit, nowMs, leaseMs));
      counted.push({ share, amount });
    }
    this.#counted.set(id, counted);
    return {
      admitted: true,
      id,
      atMs: nowMs,
      granted: claim.units ? granted : null,
      limits: states(),
      source: 'local',
    };
  }

  /** Frees the leases of a request that was admitted here and gives back what it did not use. Once. */
  settle(id: string, actual: Actual): void {
    for (const { share, amount } of this.#counted.get(id) ?? []) {
      const { metric, window } = share.limit;
      share.uses.lower(id, window.kind === 'concurrent' ? 0 : (actual[metric] ?? amount));
    }
    this.#counted.delete(id);
  }

  #part({ caller, nowMs }: LocalInput, limit: Limit): Part | typeof CLOSED {
    const name = `${caller.subjects[limit.scope]} ${limitId(limit)}`;
    return partOf(
      limit,
      this.#counter(name, nowMs),
      this.instances(),
      this.lastUses.of(caller, limit, nowMs),
    );
  }

  #counter(name: string, nowMs: number): Uses {
    let uses = this.#uses.get(name);
    if (uses) return uses;
    if (this.#uses.size >= MANY) this.#tidy(nowMs);
    uses = new Uses();
    this.#uses.set(name, uses);
    return uses;
  }

  #tidy(nowMs: number): void {
    for (const [name, uses] of this.#uses) if (uses.total(nowMs) === 0) this.#uses.delete(name);
  }
}

const uncounted = (limit: Limit) => stateOf({ limit, uses: null }, 0);
