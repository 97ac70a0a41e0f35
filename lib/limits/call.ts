import { counterName, type Limit, SCOPES, type Scope } from '../plans/limit';
import { periodsAt } from '../plans/period';
import type { Subjects } from '../plans/policy';
import {
  catalogRevisionKey,
  epochKey,
  openKey,
  reservationKey,
  ringsKey,
  shardOf,
  streamKey,
  subjectKey,
  workspaceRevisionKey,
} from '../redis/keys';
import { codeOf, counterCode } from './counter';
import type { Claim } from './decision';

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
  /** The policy's numbers, JSON, and its KEYS, with the stream as the call's own (lua/policy.ts). */
  numbers: string;
  keys: string[];
  /** KEYS of a settle after the reservation. */
  settleKeys: string[];
  /** Calendar periods in `numbers` hold from here to there. */
  fromMs: number;
  untilMs: number;
}

/** KEYS of a call on one reservation under a policy. */
export function keysFor(call: PolicyCall, id: string): string[] {
  const keys = call.keys.slice();
  keys[OWN] = reservationKey(call.shard, id);
  return keys;
}

/** Where a policy's KEYS have the call's own. */
const OWN = 3;

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
/** Numbers that a period has among the policy's (lua/policy.ts). */
const EDGES = 3;

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
      const edges = [current.startMs, current.endMs, next.endMs].join();
      if (!periods.includes(edges)) periods.push(edges);
      period = 1 + EDGES * periods.indexOf(edges);
      fromMs = Math.max(fromMs, current.startMs);
      untilMs = Math.min(untilMs, current.endMs);
    }
    return [scope + 1 + 4 * (FIRST + WIDTH * place) + 4096 * period, limit.capacity ?? -1];
  });
  const subjectKeys = scopes.map((scope) => subjectKey(shard, scope, subjects[scope]));
  const ringKeys = scopes.map((scope) => ringsKey(shard, scope, subjects[scope]));
  const open = openKey(shard);
  const [epoch, stream] = [epochKey(shard), streamKey(shard)];
  const revisions = [workspaceRevisionKey(shard, workspaceId), catalogRevisionKey(shard, catalogId)];
  const layouts = counters.map(layoutOf);
  return {
    shard,
    limits,
    numbers: `["${caller.rev}","${caller.catalogRev}",${[...layouts, scopes.length, limits.length, ...rows, ...periods].join()}]`,
    keys: [...revisions, epoch, stream, ...subjectKeys, open, ...ringKeys],
    settleKeys: [open, stream, epoch, ...subjectKeys, ...ringKeys],
    fromMs,
    untilMs,
  };
}

const concerns = (limit: Limit, claim: Claim) =>
  (limit.resource === '' || limit.resource === claim.resource) && claim.amounts[limit.metric] !== undefined;
