import { formatWindow, type Limit, limitId } from '../plans/limit';
import type { ReplayCallerView, ReplayLimitView, ReplayView } from './schema';
import type { PastRequest, Span } from './traffic';

const HOUR_MS = 3_600_000;
const MOST_CALLERS = 100;

/** A request that was refused, and by what; `limit: null` where the plan lets no key in. */
export interface Refused {
  request: PastRequest;
  code: string;
  limit: Limit | null;
}

export interface Outcome {
  span: Span;
  traffic: readonly { workspace: { id: string; name: string }; requests: readonly PastRequest[] }[];
  /** By workspace, under today's limits and under the edited ones. */
  now: ReadonlyMap<string, readonly Refused[]>;
  edited: ReadonlyMap<string, readonly Refused[]>;
  names: CallerNames;
  refusedThen: number;
  tookMs: number;
}

export interface CallerNames {
  keys: ReadonlyMap<string, { id: string; name: string; last4: string }>;
  members: ReadonlyMap<string, { id: string; name: string }>;
}

/** What a replay met, in numbers: how many, whose and by which limit. */
export function summary({ span, traffic, now, edited, names, refusedThen, tookMs }: Outcome): ReplayView {
  const callers = traffic.flatMap(({ workspace, requests }) =>
    callersIn(workspace, requests, now.get(workspace.id) ?? [], edited.get(workspace.id) ?? [], names),
  );
  const all = [...edited.values()].flat();
  const refusedCallers = callers
    .filter((caller) => caller.refused > 0)
    .sort((a, b) => b.refused - a.refused || b.requests - a.requests);
  return {
    from: iso(span.fromMs),
    to: iso(span.toMs),
    whole: span.whole,
    requests: traffic.reduce((sum, { requests }) => sum + requests.length, 0),
    refused: all.length,
    refused_now: [...now.values()].reduce((sum, refused) => sum + refused.length, 0),
    refused_then: refusedThen,
    workspaces: traffic.length,
    limits: byLimit(all),
    callers: refusedCallers.slice(0, MOST_CALLERS),
    more_callers: Math.max(0, refusedCallers.length - MOST_CALLERS),
    hours: byHour(
      span,
      traffic.flatMap(({ requests }) => requests),
      all,
    ),
    took_ms: tookMs,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
const callerOf = ({ keyId, userId }: PastRequest) => keyId ?? `session ${userId}`;

function callersIn(
  workspace: { id: string; name: string },
  requests: readonly PastRequest[],
  now: readonly Refused[],
  edited: readonly Refused[],
  { keys, members }: CallerNames,
): ReplayCallerView[] {
  const count = (list: readonly PastRequest[]) => {
    const counts = new Map<string, number>();
    for (const request of list) counts.set(callerOf(request), (counts.get(callerOf(request)) ?? 0) + 1);
    return counts;
  };
  const [made, refusedNow] = [count(requests), count(now.map(({ request }) => request))];
  const refused = new Map<string, Refused[]>();
  for (const one of edited) {
    const mine = refused.get(callerOf(one.request)) ?? [];
    mine.push(one);
    refused.set(callerOf(one.request), mine);
  }
  return [...refused].flatMap(([caller, mine]) => {
    const [first] = mine;
    if (!first) return [];
    const { keyId, userId } = first.request;
    return [
      {
        workspace: { id: workspace.id, name: workspace.name },
        key:
          keyId === null ? null : (keys.get(keyId) ?? { id: keyId, name: 'a key that is gone', last4: '' }),
        member: members.get(userId) ?? { id: userId, name: 'somebody who left' },
        requests: made.get(caller) ?? 0,
        refused: mine.length,
        refused_now: refusedNow.get(caller) ?? 0,
        first_refused_at: iso(Math.min(...mine.map(({ request }) => request.admittedAtMs))),
        limits: byLimit(mine),
      },
    ];
  });
}

/** Refusals by the limit that refused, most first. */
function byLimit(refused: readonly Refused[]): ReplayLimitView[] {
  const views = new Map<string, ReplayLimitView>();
  for (const { code, limit } of refused) {
    const id = limit ? limitId(limit) : code;
    const name = `${id} ${limit?.capacity} ${limit?.setBy} ${code}`;
    const view = views.get(name) ?? { id, code, limit: limit && limitView(limit), refused: 0 };
    view.refused++;
    views.set(name, view);
  }
  return [...views.values()].sort((a, b) => b.refused - a.refused);
}

const limitView = (limit: Limit): ReplayLimitView['limit'] => ({
  metric: limit.metric,
  resource: limit.resource || null,
  scope: limit.scope,
  window: formatWindow(limit.window),
  capacity: limit.capacity,
  set_by: limit.setBy,
});

function byHour(span: Span, requests: readonly PastRequest[], refused: readonly Refused[]) {
  const first = Math.floor(span.fromMs / HOUR_MS);
  const hours = Array.from({ length: Math.floor((span.toMs - 1) / HOUR_MS) - first + 1 }, (_, i) => ({
    start: iso((first + i) * HOUR_MS),
    requests: 0,
    refused: 0,
  }));
  const hourOf = (request: PastRequest) => hours[Math.floor(request.admittedAtMs / HOUR_MS) - first];
  for (const request of requests) {
    const hour = hourOf(request);
    if (hour) hour.requests++;
  }
  for (const { request } of refused) {
    const hour = hourOf(request);
    if (hour) hour.refused++;
  }
  return hours;
}
