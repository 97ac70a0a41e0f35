import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import { db } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { LedgerSource } from '../limits/fill';
import { parse } from '../parse';
import { limitId } from '../plans/limit';
import { processState } from '../process-state';
import { openScratch } from '../redis/scratch';
import { store } from '../redis/store';
import { usedSoFar } from '../usage/used-so-far';
import { checkLimits } from '../workspaces/plans/check-limits';
import { findPlan } from '../workspaces/plans/plan-detail';
import { rowsOf } from '../workspaces/plans/plan-rows';
import { namesOf } from './names';
import { inParallel } from './parallel';
import { beginWorkspace, replayEngine, replayRequests } from './run';
import { type Callers, callersOf, type PlanRow, workspacesOn } from './scenario';
import { type ReplayView, replayPlanInput } from './schema';
import { type Refused, summary } from './summary';
import { type PastRequest, pastRequests, refusedThen, type Span, spanOf } from './traffic';

/** How much traffic is replayed at most: about half a minute of it; over REST each script is a paid request. */
const MOST = { tcp: 60_000, rest: 4_000 };
const WORKSPACES_AT_ONCE = 8;
/** An answer that nobody waits for any more. */
const LONGEST_MS = 120_000;

/**
 * What the last 24 hours' requests to a plan would have met under limits that are not saved. The same engine
 * and scripts decide, request by request in the order and at the instants of that time, on a scratch part of
 * the store that begins with what the ledger says was used before. Each wants what it really used and ends
 * when it really ended; what was refused at that time is only counted. Changes nothing.
 * @throws AppError `forbidden`, `not_found`, `invalid_request` as when saving, `conflict` while another replay runs
 */
export async function replayPlan(
  actor: Actor,
  planId: string,
  body: unknown,
  signal: AbortSignal,
): Promise<ReplayView> {
  requirePlatformAdmin(actor, 'replay traffic');
  const plan = await findPlan(db(), planId);
  const input = parse(replayPlanInput, body);
  if (input.limits) checkLimits(input.limits);
  const edited: PlanRow = {
    ...plan,
    apiAccess: input.api_access ?? plan.apiAccess,
    limits: input.limits ? asRows(rowsOf(plan.id, input.limits, plan.limits)) : plan.limits,
  };
  return oneAtATime(() => replay(edited, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)])));
}

const asRows = (rows: ReturnType<typeof rowsOf>): PlanRow['limits'] =>
  rows.map((row) => ({
    ...row,
    resource: row.resource ?? '',
    capacity: row.capacity == null ? null : BigInt(row.capacity),
    ceiling: row.ceiling == null ? null : BigInt(row.ceiling),
    custom: row.custom ?? false,
  }));

async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const state = processState('replay', () => ({ running: false }));
  if (state.running) {
    throw new AppError('conflict', 'Another replay is running. Wait for it to end, then try again.');
  }
  state.running = true;
  try {
    return await work();
  } finally {
    state.running = false;
  }
}

async function replay(edited: PlanRow, signal: AbortSignal): Promise<ReplayView> {
  const startedMs = performance.now();
  const workspaces = await workspacesOn(edited.id);
  const ids = workspaces.map(({ id }) => id);
  const span = await spanOf(ids, Date.now(), MOST[store().kind]);
  const traffic = await inParallel(WORKSPACES_AT_ONCE, workspaces, async (workspace) => {
    const requests = await pastRequests(workspace.id, span);
    const keyIds = [...new Set(requests.flatMap(({ keyId }) => keyId ?? []))];
    return {
      workspace,
      requests,
      now: await callersOf(workspace, keyIds, null),
      edited: await callersOf(workspace, keyIds, edited),
    };
  });
  const busy = traffic.filter(({ requests }) => requests.length > 0);
  const before = usedBefore(span);
  const side = (of: (one: (typeof busy)[number]) => Callers) =>
    under(
      busy.map((one) => ({ ...one, callers: of(one) })),
      span,
      before,
      signal,
    );
  const [now, other] = await Promise.all([side((one) => one.now), side((one) => one.edited)]);
  return summary({
    span,
    traffic: busy.map(({ workspace, requests }) => ({ workspace, requests })),
    now,
    edited: other,
    names: await namesOf(busy.flatMap(({ requests }) => requests)),
    refusedThen: await refusedThen(ids, span),
    tookMs: Math.round(performance.now() - startedMs),
  });
}

/** What the ledger says was used before the span; asked once for both sides. */
function usedBefore({ fromMs }: Span): LedgerSource {
  const known = new Map<string, ReturnType<LedgerSource>>();
  return (query) => {
    const name = `${query.workspaceId} ${query.subject} ${limitId(query.limit)}`;
    const found =
      known.get(name) ??
      // The scratch store has no stream yet: nothing was settled in it.
      usedSoFar({ ...query, toMs: Math.min(query.toMs, fromMs) }).then(({ pieces }) => ({
        pieces,
        streamId: '0-0',
      }));
    known.set(name, found);
    return found;
  };
}

interface Played {
  workspace: { id: string; catalog: { id: string } };
  requests: PastRequest[];
  callers: Callers;
}

/** Replays every workspace under one set of plans. @returns what was refused, by workspace */
async function under(
  played: readonly Played[],
  { fromMs }: Span,
  ledger: LedgerSource,
  signal: AbortSignal,
): Promise<Map<string, Refused[]>> {
  const scratch = openScratch(store(), `replay-${newId()}`);
  const engine = replayEngine(scratch, ledger);
  try {
    // Counters first, all of them: a fill reads the stream, which the first settle begins.
    await inParallel(WORKSPACES_AT_ONCE, played, async ({ workspace, requests, callers }) => {
      await beginWorkspace(scratch, workspace.id, workspace.catalog.id);
      const all = new Set(requests.map((request) => callers.of(request)));
      for (const caller of all) {
        signal.throwIfAborted();
        if (caller) await engine.look(caller, fromMs);
      }
    });
    const refused = await inParallel(WORKSPACES_AT_ONCE, played, async (one) => {
      const letIn = ({ keyId }: PastRequest) => keyId === null || one.callers.apiAccess;
      const inside = one.requests.filter(letIn);
      const refused: Refused[] = await replayRequests(
        { engine, store: scratch },
        inside,
        one.callers.of,
        signal,
      );
      for (const request of one.requests)
        if (!letIn(request)) refused.push({ request, code: 'api_access_not_in_plan', limit: null });
      return [one.workspace.id, refused] as const;
    });
    return new Map(refused);
  } finally {
    await scratch.clear();
  }
}
