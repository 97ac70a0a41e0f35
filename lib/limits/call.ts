import { counterName, type Limit, METRICS, SCOPES } from '../plans/limit';
import { periodsAt } from '../plans/period';
import type { Subjects } from '../plans/policy';
import {
  catalogRevisionKey,
  counterKey,
  openKey,
  reservationKey,
  shardOf,
  subjectKey,
  workspaceRevisionKey,
} from '../redis/keys';
import type { Claim } from './decision';

/**
 * Whose counters a call touches, and under which policy. A `Principal` is one; it is never changed, and what
 * is spelled from it is remembered by its identity.
 */
export interface Caller {
  workspaceId: string;
  catalogId: string;
  rev: number;
  catalogRev: number;
  subjects: Subjects;
  limits: readonly Limit[];
}

/** The part of a script call that depends on the policy alone. */
export interface PolicyCall {
  shard: number;
  limits: Limit[];
  /** ARGV[1] of the decision. */
  spec: string;
  /** The three subjects, then rings and leases. */
  subjectKeys: string[];
  /** Calendar periods in `spec` hold from here to there. */
  fromMs: number;
  untilMs: number;
}

/** How the scripts know a window (lua/counters.ts). */
export const KIND = { rolling: 1, calendar: 2, lifetime: 3, standing: 3, concurrent: 4 } as const;
const HOUR_MS = 3_600_000;

/** Held until settled; everything else is used at admission. */
const RESERVED_METRICS = new Set(['tokens', 'cost', 'bytes']);

const remembered = new WeakMap<Caller, Map<string, PolicyCall>>();

/**
 * Spells keys and limits for a claim's resource and metrics (null: all limits, for a look).
 * @param atMs an estimate of the store's time; the script says `period` where it was too far off.
 */
export function policyCall(caller: Caller, claim: Claim | null, atMs: number): PolicyCall {
  let calls = remembered.get(caller);
  if (!calls) {
    calls = new Map();
    remembered.set(caller, calls);
  }
  const name = claim ? `${claim.resource} ${Object.keys(claim.amounts).join(' ')}` : '';
  let call = calls.get(name);
  if (!call || atMs < call.fromMs || atMs >= call.untilMs) {
    call = spell(caller, claim, atMs);
    calls.set(name, call);
  }
  return call;
}

function spell(caller: Caller, claim: Claim | null, atMs: number): PolicyCall {
  const shard = shardOf(caller.workspaceId);
  const limits = caller.limits.filter((l) => !claim || concerns(l, claim));
  const subjectKeys = SCOPES.map((scope) => subjectKey(shard, scope, caller.subjects[scope]));
  let [fromMs, untilMs] = [0, Number.POSITIVE_INFINITY];
  const rows = limits.map((limit) => {
    const { window, scope } = limit;
    const row: (string | number)[] = [
      SCOPES.indexOf(scope) + 1,
      KIND[window.kind],
      counterName(limit),
      limit.capacity ?? -1,
      METRICS.indexOf(limit.metric) + 1,
      RESERVED_METRICS.has(limit.metric) ? 1 : 0,
      mustExist(limit) ? 1 : 0,
    ];
    if (window.kind === 'calendar') {
      const [current, next] = periodsAt(window, atMs);
      row.push(current.startMs, current.endMs, next.startMs, next.endMs);
      fromMs = Math.max(fromMs, current.startMs);
      untilMs = Math.min(untilMs, current.endMs);
    } else if (window.kind === 'rolling' || window.kind === 'concurrent') {
      subjectKeys.push(counterKey(shard, scope, caller.subjects[scope], counterName(limit)));
      // KEYS: four of the call, then these
      row.push(window.kind === 'rolling' ? window.windowMs : 0, 4 + subjectKeys.length);
    }
    return row;
  });
  return { shard, limits, spec: JSON.stringify(rows), subjectKeys, fromMs, untilMs };
}

const concerns = (limit: Limit, claim: Claim) =>
  (limit.resource === '' || limit.resource === claim.resource) && claim.amounts[limit.metric] !== undefined;

/** Short rolling windows begin empty; for all else a missing counter is filled from the ledger, never taken for 0. */
export const mustExist = ({ window }: Limit): boolean =>
  window.kind === 'rolling' ? window.windowMs >= HOUR_MS : window.kind !== 'concurrent';

/** ARGV[2]: amounts by metric. @throws RangeError on anything but integers in 0…2^53 − 1. */
export function spellClaim(claim: Claim): string {
  const units = claim.units?.wish ?? 0;
  const rows = METRICS.map((metric) => {
    const amount = claim.amounts[metric];
    if (!amount) return 0;
    const { base, per = 0, divisor = 1 } = amount;
    const numbers = [base, per, divisor, units, claim.units?.minimum ?? 0, base + per * units + divisor];
    if (!numbers.every((n) => Number.isSafeInteger(n) && n >= 0) || divisor < 1) {
      throw new RangeError(`a claim of ${metric} must be non-negative integers below 2^53`);
    }
    return [base, per, divisor];
  });
  // Metrics after the last claimed one need not travel.
  while (rows.length > 1 && rows.at(-1) === 0) rows.pop();
  return JSON.stringify(rows);
}

/** KEYS of the decision for a reservation. */
export const decisionKeys = (caller: Caller, call: PolicyCall, id: string): string[] => [
  workspaceRevisionKey(call.shard, caller.workspaceId),
  catalogRevisionKey(call.shard, caller.catalogId),
  reservationKey(call.shard, id),
  openKey(call.shard),
  ...call.subjectKeys,
];
