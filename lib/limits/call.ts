import { counterName, type Limit, METRICS, SCOPES, type Scope } from '../plans/limit';
import { periodsAt } from '../plans/period';
import type { Subjects } from '../plans/policy';
import {
  catalogRevisionKey,
  epochKey,
  openKey,
  ringsKey,
  shardOf,
  streamKey,
  subjectKey,
  workspaceRevisionKey,
} from '../redis/keys';
import { codeOf, counterCode, resourceCode } from './counter';
import type { Actual, Claim } from './decision';

/**
 * Whose counters a call touches, and under which policy. A `Principal` is one; it is never changed, and what
 * is spelled from it is remembered by its identity.
 */
export interface Caller {
  kind?: 'key' | 'session';
  workspaceId: string;
  catalogId: string;
  rev: number;
  catalogRev: number;
  subjects: Subjects;
  /** Those that bind this caller. */
  limits: readonly Limit[];
  /** Every limit that counts on these subjects, also for other callers; absent: `limits`. */
  counters?: readonly Limit[];
}

/** The part of a script call that depends on the policy alone. */
export interface PolicyCall {
  shard: number;
  /** Those that concern the claim, in the order of the script's answer. */
  limits: Limit[];
  /** The last of ARGV[1]'s numbers: layouts, limits, periods. */
  tail: string;
  scopes: Scope[];
  /** Revisions and epoch; what follows the reservation in KEYS. */
  head: [workspaceRev: string, catalogRev: string, epoch: string];
  rest: string[];
  /** KEYS of a settle after the reservation. */
  settleKeys: string[];
  /** Calendar periods in `tail` hold from here to there. */
  fromMs: number;
  untilMs: number;
}

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

/** A subject's counters in the order in which they are stored, whatever the order of the policy. */
export function countersOf(caller: Caller, scope: Scope): Limit[] {
  const own = (caller.counters ?? caller.limits).filter((limit) => limit.scope === scope);
  return own.sort((a, b) => (counterName(a) < counterName(b) ? -1 : 1));
}

/** Names a set of counters; 0 where there are none. */
export function layoutOf(counters: readonly Limit[]): number {
  if (counters.length === 0) return 0;
  const codes = counters.map(counterCode);
  return 1 + codeOf(codes.map(({ desc, window }) => `${desc}:${window}`).join(' '));
}

/** Where a subject's counters begin, and how many numbers each has (lua/counters.ts), counted as Lua does. */
const [FIRST, WIDTH] = [6, 9];

function spell(caller: Caller, claim: Claim | null, atMs: number): PolicyCall {
  const { workspaceId, catalogId, subjects } = caller;
  const shard = shardOf(workspaceId);
  const counters = SCOPES.map((scope) => countersOf(caller, scope));
  const scopes = SCOPES.filter((_, i) => counters[i]?.length);
  const limits = caller.limits.filter((l) => !claim || concerns(l, claim));
  let [fromMs, untilMs] = [0, Number.POSITIVE_INFINITY];
  const periods: string[] = [];
  const rows = limits.flatMap((limit) => {
    const scope = SCOPES.indexOf(limit.scope);
    const place = counters[scope]?.findIndex((c) => counterName(c) === counterName(limit)) ?? -1;
    let period = 0;
    if (limit.window.kind === 'calendar') {
      const [current, next] = periodsAt(limit.window, atMs);
      const edges = [current.startMs, current.endMs, next.startMs, next.endMs].join();
      if (!periods.includes(edges)) periods.push(edges);
      period = periods.indexOf(edges) + 1;
      fromMs = Math.max(fromMs, current.startMs);
      untilMs = Math.min(untilMs, current.endMs);
    }
    return [scope + 1 + 4 * (FIRST + WIDTH * place) + 4096 * period, limit.capacity ?? -1];
  });
  const subjectKeys = scopes.map((scope) => subjectKey(shard, scope, subjects[scope]));
  const ringKeys = scopes.map((scope) => ringsKey(shard, scope, subjects[scope]));
  const open = openKey(shard);
  return {
    shard,
    limits,
    tail: [...counters.map(layoutOf), limits.length, ...rows, ...periods].join(),
    scopes,
    head: [workspaceRevisionKey(shard, workspaceId), catalogRevisionKey(shard, catalogId), epochKey(shard)],
    rest: [...subjectKeys, open, ...ringKeys],
    settleKeys: [open, streamKey(shard), epochKey(shard), ...subjectKeys, ...ringKeys],
    fromMs,
    untilMs,
  };
}

const concerns = (limit: Limit, claim: Claim) =>
  (limit.resource === '' || limit.resource === claim.resource) && claim.amounts[limit.metric] !== undefined;

/**
 * The claim's numbers in ARGV[1]: metrics, then base, per unit and divisor of each.
 * @throws RangeError on anything but integers in 0…2^53 − 1
 */
export function spellAmounts({ amounts, units }: Claim): string {
  let [text, last, metrics] = ['', '', 0];
  const [minimum, wish] = [units?.minimum ?? 0, units?.wish ?? 0];
  for (let i = 0; i < METRICS.length; i++) {
    const amount = amounts[METRICS[i] as (typeof METRICS)[number]];
    if (!amount) {
      text += ',0,0,1';
      continue;
    }
    const { base, per = 0, divisor = 1 } = amount;
    const whole = (n: number) => Number.isSafeInteger(n) && n >= 0;
    const most = base + per * wish + divisor;
    if (![base, per, divisor, wish, minimum, most].every(whole) || divisor < 1) {
      throw new RangeError(`a claim of ${METRICS[i]} must be non-negative integers below 2^53`);
    }
    text += `,${base},${per},${divisor}`;
    // Metrics after the last claimed one need not travel.
    last = text;
    metrics = i + 1;
  }
  return `${metrics}${last}`;
}

const resources = new Map<string, number>();

/** The resource as a reservation keeps it, remembered. */
export function spellResource(resource: string): number {
  let code = resources.get(resource);
  if (code === undefined) {
    code = resourceCode(resource);
    if (resources.size < 1000) resources.set(resource, code);
  }
  return code;
}

/** What was used by metric, -1 as held. @throws RangeError on anything but integers in 0…2^53 − 1. */
export function spellUsed(actual: Actual): number[] {
  return METRICS.map((metric) => {
    const used = actual[metric];
    if (used === undefined) return -1;
    if (Number.isSafeInteger(used) && used >= 0) return used;
    throw new RangeError(`what was used of ${metric} must be a non-negative integer below 2^53`);
  });
}
