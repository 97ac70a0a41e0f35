import { type Limit, METRICS, type Metric, SCOPES } from '../plans/limit';
import { periodsAt } from '../plans/period';
import type { Subjects } from '../plans/policy';
import type { Claim } from './decision';

/**
 * A slow reference of the engine in plain TypeScript, written apart from the script and kept for tests:
 * every use is a record of its own, every total is summed anew, in BigInt. It knows nothing of storage.
 */

interface Use {
  metric: Metric;
  atMs: number;
  /** Calendar periods go by the admission, also for what grew later. */
  admittedAtMs: number;
  amount: bigint;
  held: boolean;
}

export interface ReferenceAnswer {
  admitted: boolean;
  granted: bigint;
  /** Index of the limit that refused, or -1. */
  by: number;
  /** -1n: never */
  retryAfterMs: bigint;
  totals: bigint[];
  held: bigint[];
}

interface Slot {
  lastMs: number;
  amount: bigint;
  held: bigint;
}

interface Lease {
  endsMs: number;
  subjects: Subjects;
  claim: Claim;
  admittedAtMs: number;
  granted: bigint;
}

export type ReferenceGrowth = { grown: boolean; by: number } | 'lost';

const RESERVED: ReadonlySet<Metric> = new Set(['tokens', 'cost', 'bytes']);
const ceil = (a: bigint, b: bigint) => (a + b - 1n) / b;

export class Reference {
  /** By metric, scope and subject; one use stands under each of its three subjects. */
  private uses = new Map<string, Use[]>();
  private byReservation = new Map<string, Use[]>();
  private leases = new Map<string, Lease>();
  /** The newest instant each subject has seen: its time never runs back. */
  private newest = new Map<string, number>();

  constructor(readonly leaseMs = 30_000) {}

  decide(
    id: string,
    subjects: Subjects,
    limits: readonly Limit[],
    claim: Claim,
    atMs: number,
  ): ReferenceAnswer {
    const now = Math.max(atMs, ...SCOPES.map((scope) => this.newest.get(`${scope} ${subjects[scope]}`) ?? 0));
    const states = () => ({
      totals: limits.map((limit) => this.total(limit, subjects, now)),
      held: limits.map((limit) => this.held(limit, subjects, now)),
    });
    const full = limits.some(
      (l) => l.window.kind === 'concurrent' && l.capacity && this.total(l, subjects, now) >= l.capacity,
    );
    if (full) this.reap(now);
    const before = states().totals;
    const { minimum, wish } = claim.units ?? { minimum: 0, wish: 0 };
    const refusals = limits.flatMap((limit, by) => {
      const asked = amount(claim, limit.metric, BigInt(minimum));
      if (limit.capacity === null || asked === 0n) return [];
      const need = limit.window.kind === 'concurrent' ? 1n : asked;
      const capacity = BigInt(limit.capacity);
      const total = before[by] ?? 0n;
      if (total + need <= capacity) return [];
      return [{ by, ...this.wait(limit, subjects, total, need, capacity, now) }];
    });
    const worst = refusals.reduce<(typeof refusals)[number] | null>(
      (best, r) => (!best || r.rank > best.rank || (r.rank === best.rank && r.retry > best.retry) ? r : best),
      null,
    );
    if (worst) {
      return { admitted: false, granted: -1n, by: worst.by, retryAfterMs: worst.retry, ...states() };
    }
    let granted = BigInt(wish);
    const fits = (units: bigint) =>
      limits.every((limit, i) => {
        const need = amount(claim, limit.metric, units);
        if (limit.capacity === null || amount(claim, limit.metric, BigInt(minimum)) === 0n) return true;
        if (limit.window.kind === 'concurrent') return true;
        return (before[i] ?? 0n) + need <= BigInt(limit.capacity);
      });
    // The largest that fits, by bisection: amounts never fall as units rise.
    if (!fits(granted)) {
      let [low, high] = [BigInt(minimum), granted];
      while (high - low > 1n) {
        const middle = (low + high) / 2n;
        if (fits(middle)) low = middle;
        else high = middle;
      }
      granted = low;
    }
    for (const metric of METRICS) {
      const used = amount(claim, metric, granted);
      if (used > 0n) {
        const held = RESERVED.has(metric);
        this.keep(id, subjects, { metric, atMs: now, admittedAtMs: now, amount: used, held });
      }
    }
    for (const { scope, metric } of limits) {
      if (amount(claim, metric, granted) > 0n) this.newest.set(`${scope} ${subjects[scope]}`, now);
    }
    this.leases.set(id, { endsMs: now + this.leaseMs, subjects, claim, admittedAtMs: now, granted });
    return { admitted: true, granted, by: -1, retryAfterMs: 0n, ...states() };
  }

  /** Raises what a running reservation holds to so many units, at this instant, all or nothing. */
  grow(id: string, limits: readonly Limit[], units: number, atMs: number): ReferenceGrowth {
    const lease = this.leases.get(id);
    if (!lease || lease.endsMs <= atMs) return 'lost';
    const { subjects, claim, admittedAtMs, granted } = lease;
    if (BigInt(units) <= granted) return { grown: true, by: -1 };
    const now = Math.max(atMs, ...SCOPES.map((scope) => this.newest.get(`${scope} ${subjects[scope]}`) ?? 0));
    const more = (metric: Metric) => {
      if (!RESERVED.has(metric)) return 0n;
      const uses = (this.byReservation.get(id) ?? []).filter((use) => use.metric === metric);
      const wanted = amount(claim, metric, BigInt(units)) - uses.reduce((sum, use) => sum + use.amount, 0n);
      return wanted > 0n ? wanted : 0n;
    };
    const by = limits.findIndex((limit) => {
      if (limit.capacity === null || more(limit.metric) === 0n) return false;
      const instant = limit.window.kind === 'calendar' ? admittedAtMs : now;
      return this.total(limit, subjects, instant) + more(limit.metric) > BigInt(limit.capacity);
    });
    if (by >= 0) return { grown: false, by };
    for (const { scope, metric } of limits) {
      if (more(metric) > 0n) this.newest.set(`${scope} ${subjects[scope]}`, now);
    }
    for (const metric of METRICS) {
      const used = more(metric);
      if (used > 0n) this.keep(id, subjects, { metric, atMs: now, admittedAtMs, amount: used, held: true });
    }
    lease.granted = BigInt(units);
    return { grown: true, by: -1 };
  }

  /** Lowers what a reservation holds to what was used, the newest first; frees its lease. */
  settle(id: string, actual: Partial<Record<Metric, number>>): void {
    this.leases.delete(id);
    const uses = this.byReservation.get(id) ?? [];
    for (const metric of METRICS) {
      const own = uses.filter((use) => use.metric === metric);
      const reported = actual[metric];
      let back = own.reduce((sum, use) => sum + use.amount, 0n) - BigInt(reported ?? 0);
      for (const use of own.reverse()) {
        use.held = false;
        if (reported === undefined || back <= 0n) continue;
        const given = back < use.amount ? back : use.amount;
        use.amount -= given;
        back -= given;
      }
    }
  }

  private keep(id: string, subjects: Subjects, use: Use): void {
    const places = SCOPES.map((scope) => `${use.metric} ${scope} ${subjects[scope]}`);
    for (const place of places) {
      const list = this.uses.get(place) ?? [];
      list.push(use);
      this.uses.set(place, list);
    }
    this.byReservation.set(id, [...(this.byReservation.get(id) ?? []), use]);
  }

  renew(id: string, atMs: number): boolean {
    const lease = this.leases.get(id);
    if (!lease || lease.endsMs <= atMs) return false;
    lease.endsMs = atMs + this.leaseMs;
    return true;
  }

  /** Charges those whose lease has ended for their input; what was used at admission stays. */
  reap(atMs: number): void {
    for (const [id, { endsMs, claim }] of this.leases) {
      if (endsMs > atMs) continue;
      const input = METRICS.map((metric) => [metric, Number(amount(claim, metric, 0n))]);
      this.settle(id, Object.fromEntries(input));
    }
  }

  private wait(limit: Limit, subjects: Subjects, total: bigint, need: bigint, capacity: bigint, now: number) {
    const { window } = limit;
    if (capacity === 0n) return { rank: 4, retry: -1n };
    if (need > capacity) return { rank: 3, retry: -1n };
    if (window.kind === 'concurrent') return { rank: 1, retry: 1000n };
    if (window.kind === 'rolling') {
      for (const slot of this.slots(limit, subjects, now)) {
        total -= slot.amount;
        if (total + need <= capacity) return { rank: 1, retry: BigInt(slot.lastMs + window.windowMs - now) };
      }
      throw new Error('a claim that fits an empty window was refused for ever');
    }
    if (total - this.held(limit, subjects, now) + need <= capacity) return { rank: 1, retry: 1000n };
    if (window.kind === 'calendar') return { rank: 1, retry: BigInt(periodsAt(window, now)[0].endMs - now) };
    return { rank: 2, retry: -1n };
  }

  private total(limit: Limit, subjects: Subjects, now: number): bigint {
    // Until they are reaped: a decision that they would refuse reaps first.
    if (limit.window.kind === 'concurrent') {
      const own = (l: Lease) => l.subjects[limit.scope] === subjects[limit.scope];
      return BigInt([...this.leases.values()].filter(own).length);
    }
    if (limit.window.kind === 'rolling')
      return this.slots(limit, subjects, now).reduce((sum, s) => sum + s.amount, 0n);
    return this.inPeriod(limit, subjects, now).reduce((sum, use) => sum + use.amount, 0n);
  }

  private held(limit: Limit, subjects: Subjects, now: number): bigint {
    if (limit.window.kind === 'concurrent') return 0n;
    if (limit.window.kind === 'rolling')
      return this.slots(limit, subjects, now).reduce((n, s) => n + s.held, 0n);
    const uses = this.inPeriod(limit, subjects, now).filter((use) => use.held);
    return uses.reduce((sum, use) => sum + use.amount, 0n);
  }

  /** Uses of the limit's metric by the limit's subject. */
  private own({ metric, scope }: Limit, subjects: Subjects): readonly Use[] {
    return this.uses.get(`${metric} ${scope} ${subjects[scope]}`) ?? [];
  }

  private inPeriod(limit: Limit, subjects: Subjects, now: number): readonly Use[] {
    const own = this.own(limit, subjects);
    const { window } = limit;
    if (window.kind !== 'calendar') return own;
    const [{ startMs, endMs }] = periodsAt(window, now);
    return own.filter((use) => use.admittedAtMs >= startMs && use.admittedAtMs < endMs);
  }

  /** A slot of ceil(W/60) ms counts whole until W after the last use in it. Oldest first. */
  private slots(limit: Limit, subjects: Subjects, now: number): Slot[] {
    const { window } = limit;
    if (window.kind !== 'rolling') return [];
    const width = Math.ceil(window.windowMs / 60);
    const slots = new Map<number, Slot>();
    for (const use of this.own(limit, subjects)) {
      // Too old for any slot that still counts.
      if (use.atMs + window.windowMs + 2 * width <= now) continue;
      const slot = slots.get(Math.floor(use.atMs / width)) ?? { lastMs: 0, amount: 0n, held: 0n };
      slot.lastMs = Math.max(slot.lastMs, use.atMs);
      slot.amount += use.amount;
      if (use.held) slot.held += use.amount;
      slots.set(Math.floor(use.atMs / width), slot);
    }
    return [...slots.values()]
      .filter((slot) => slot.lastMs + window.windowMs > now)
      .sort((a, b) => a.lastMs - b.lastMs);
  }
}

function amount(claim: Claim, metric: Metric, units: bigint): bigint {
  const a = claim.amounts[metric];
  return a ? ceil(BigInt(a.base) + BigInt(a.per ?? 0) * units, BigInt(a.divisor ?? 1)) : 0n;
}
