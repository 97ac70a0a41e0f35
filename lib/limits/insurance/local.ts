import { type Limit, limitId } from '../../plans/limit';
import type { Caller } from '../call';
import type { Actual, Claim, Decision, DenialCode } from '../decision';
import { denialCode } from '../reply';
import { amountOf, unitsIn } from './amounts';
import { denialOf, neverFits, type Refusal, refusalOf, WHY } from './refusal';
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
}

type Growth = { grown: true; granted: number } | { grown: false; by: Limit; code: DenialCode };

/** What a request that was admitted here counts with. */
interface Held {
  claim: Claim;
  granted: number;
  shares: Share[];
  /** The newest last: one of the decision, one of each growth, for each share. */
  pieces: { share: Share; name: string; amount: number }[];
}

/**
 * Limits kept in this process's memory while the store is down, each by its own `whenDown`. A share is
 * floor(capacity ÷ instances): beside what the store admitted, all instances together admit at most one
 * capacity a window. Uses stay counted when the store is back, so an outage that returns gives no second share.
 */
export class LocalLimits {
  readonly lastUses = new LastUses();
  #uses = new Map<string, Uses>();
  #held = new Map<string, Held>();

  /** @param instances how many share the limits */
  constructor(private readonly instances: () => number) {}

  /** Decides all limits, all or nothing. `closed`: what the claim needs cannot be given without the store. */
  decide(input: LocalInput): Decision | typeof CLOSED {
    const { id, claim, nowMs } = input;
    const { minimum, wish } = claim.units ?? { minimum: 0, wish: 0 };
    const need = ({ metric }: Limit) => amountOf(claim.amounts[metric], minimum);
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

    const held: Held = { claim, granted: wish, shares, pieces: [] };
    for (const { limit, uses, most } of shares) {
      const amount = claim.amounts[limit.metric];
      const units = amount && unitsIn(amount, most - uses.total(nowMs));
      held.granted = Math.min(held.granted, units ?? held.granted);
    }
    this.#held.set(id, held);
    for (const share of shares) {
      take(held, share, id, amountOf(claim.amounts[share.limit.metric], held.granted), nowMs);
    }
    const granted = claim.units ? held.granted : null;
    return { admitted: true, id, atMs: nowMs, granted, limits: states(), source: 'local' };
  }

  /** Raises what a request that was admitted here was granted, all or nothing. null: it was not. */
  grow(id: string, toUnits: number, nowMs: number): Growth | null {
    const held = this.#held.get(id);
    if (!held) return null;
    const { claim, granted, shares } = held;
    if (toUnits <= granted) return { grown: true, granted };
    const more = ({ metric }: Limit) =>
      amountOf(claim.amounts[metric], toUnits) - amountOf(claim.amounts[metric], granted);
    const full = shares.find(
      ({ limit, uses, most }) => uses.total(nowMs) + more(limit) > most && more(limit) > 0,
    );
    if (full) return { grown: false, by: full.limit, code: denialCode(full.limit, WHY.ends) };
    for (const share of shares) take(held, share, `${id} ${toUnits}`, more(share.limit), nowMs);
    held.granted = toUnits;
    return { grown: true, granted: toUnits };
  }

  /** Frees the request's leases and lowers what it counts with to what was used, the newest piece first. */
  settle(id: string, actual: Actual): void {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    for (const share of held.shares) {
      const pieces = held.pieces.filter((piece) => piece.share === share).reverse();
      const total = pieces.reduce((sum, { amount }) => sum + amount, 0);
      const isLease = share.limit.window.kind === 'concurrent';
      let back = isLease ? total : total - Math.min(total, actual[share.limit.metric] ?? total);
      for (const { name, amount } of pieces) {
        const lowered = Math.min(back, amount);
        share.uses.lower(name, amount - lowered);
        back -= lowered;
      }
    }
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

function take(held: Held, share: Share, name: string, amount: number, nowMs: number): void {
  if (amount === 0) return;
  share.uses.add(name, amount, endsMs(share.limit, nowMs));
  held.pieces.push({ share, name, amount });
}
