import type { Answer, ContractView, HeaderFields } from '../contracts/contract';
import { contractById } from '../contracts/pick';
import { AppError, type ErrorCode } from '../errors';
import type { Denied, LimitState } from '../limits/decision';
import { denialCode } from '../limits/reply';
import { type Limit, limitId, type Metric, parseWindow, type Scope } from '../plans/limit';
import { periodsAt } from '../plans/period';
import type { CatalogView, PlanLimitView, PublishedPlanView } from '../plans/schema';

/** Answers as the gateway would give them, by the contract functions that it uses, at one fixed instant. */

/** 2026-01-15T09:30:48Z */
const EXAMPLE_AT_MS = Date.UTC(2026, 0, 15, 9, 30, 48);
const REQUEST_ID = '019bbf0e-61c0-7000-8000-3f1d2c5a7b90';
/** What the engine reports for a limit that is simply spent (lib/limits/reply.ts). */
const SPENT = 1;

const limitOf = (view: PlanLimitView): Limit => ({
  metric: view.metric as Metric,
  resource: view.resource ?? '',
  scope: view.scope as Scope,
  window: parseWindow(view.window),
  capacity: view.limit,
  ceiling: view.ceiling,
  whenDown: 'closed',
  setBy: 'plan',
});

/** The same limit after one request of about 120 tokens, or full. */
function stateOf(limit: Limit, full: boolean): LimitState {
  const { window, capacity, metric } = limit;
  const some = { requests: 1, tokens: 120, bytes: 2 ** 20 } as Partial<Record<Metric, number>>;
  const amount = full ? (capacity ?? 0) : Math.min(capacity ?? Infinity, some[metric] ?? 1);
  const held = window.kind === 'concurrent';
  return {
    limit,
    id: limitId(limit),
    used: held ? 0 : amount,
    reserved: held ? amount : 0,
    remaining: capacity === null ? null : capacity - amount,
    resetAtMs: resetAtMs(window),
  };
}

function resetAtMs(window: Limit['window']): number | null {
  if (window.kind === 'rolling') return EXAMPLE_AT_MS + Math.ceil(window.windowMs / 5_000) * 1_000;
  return window.kind === 'calendar' ? periodsAt(window, EXAMPLE_AT_MS)[0].endMs : null;
}

/** The lowest plan whose keys may call, which examples speak of. */
export const examplePlan = (catalog: CatalogView): PublishedPlanView | undefined =>
  catalog.plans.find((plan) => plan.api_access) ?? catalog.plans[0];

function viewOf(catalog: CatalogView, baseUrl: string, limits: LimitState[]): ContractView {
  return {
    requestId: REQUEST_ID,
    atMs: EXAMPLE_AT_MS,
    resource: 'chat',
    limits,
    principal: 'key',
    priority: examplePlan(catalog)?.priority ?? 1,
    currency: catalog.currency,
    source: 'redis',
    docsUrl: `${baseUrl}/docs/rate-limits/${catalog.id}`,
    problem: false,
  };
}

const limitsOf = (catalog: CatalogView): Limit[] => (examplePlan(catalog)?.limits ?? []).map(limitOf);
const states = (limits: Limit[], full?: Limit): LimitState[] =>
  limits.map((limit) => stateOf(limit, limit === full));

/** Headers of an answer to a first small request on the example plan. */
export function admittedHeaders(catalog: CatalogView, baseUrl: string): HeaderFields {
  const limits = states(limitsOf(catalog));
  return contractById(catalog.contract).headers(viewOf(catalog, baseUrl, limits));
}

export interface ExampleRefusal {
  code: ErrorCode;
  /** The limit that refused; null where none did. */
  limit: PlanLimitView | null;
  answer: Answer;
}

/** What each limit of the example plan answers once it is full; a limit that never refuses has none. */
export function limitRefusals(catalog: CatalogView, baseUrl: string): ExampleRefusal[] {
  const plan = examplePlan(catalog);
  const limits = limitsOf(catalog);
  return limits.flatMap((full, i) => {
    const view = plan?.limits[i];
    if (!full.capacity || !view) return [];
    return [{ limit: view, ...refusedBy(catalog, baseUrl, states(limits, full), limitId(full)) }];
  });
}

/** What a key answers whose own budget, which any key may have, is spent. */
export function budgetRefusal(catalog: CatalogView, baseUrl: string): ExampleRefusal {
  const budget: Limit = {
    metric: 'cost',
    resource: '',
    scope: 'key',
    window: { kind: 'lifetime' },
    capacity: 12_500_000,
    ceiling: null,
    whenDown: 'closed',
    setBy: 'key',
  };
  const limits = [...limitsOf(catalog), budget];
  return { limit: null, ...refusedBy(catalog, baseUrl, states(limits, budget), limitId(budget)) };
}

function refusedBy(
  catalog: CatalogView,
  baseUrl: string,
  limits: LimitState[],
  id: string,
): { code: ErrorCode; answer: Answer } {
  const by = limits.find((state) => state.id === id);
  if (!by) throw new Error(`${catalog.id} has no limit ${id}`);
  const code = denialCode(by.limit, SPENT);
  const denied: Denied = {
    admitted: false,
    id: REQUEST_ID,
    atMs: EXAMPLE_AT_MS,
    code,
    by,
    retryAfterMs: waitMs(by),
    limits,
    source: 'redis',
  };
  return { code, answer: contractById(catalog.contract).refusal(viewOf(catalog, baseUrl, limits), denied) };
}

/** A second where nobody can know, nothing where waiting does not help. */
function waitMs({ limit, resetAtMs }: LimitState): number | null {
  if (limit.window.kind === 'concurrent') return 1_000;
  return resetAtMs === null ? null : resetAtMs - EXAMPLE_AT_MS;
}

/** An expected failure that no limit is to blame for. `known`: the key stood. */
export function failure(
  catalog: CatalogView,
  baseUrl: string,
  error: AppError,
  known: boolean,
): ExampleRefusal {
  // Where limits cannot be checked there are none to show.
  const closed = error.code === 'quota_unavailable';
  const limits = known && !closed ? states(limitsOf(catalog)) : [];
  const view: ContractView = { ...viewOf(catalog, baseUrl, limits), ...(closed && { source: 'closed' }) };
  const stranger = { ...view, principal: null, priority: null, source: null, resource: '' };
  const contract = contractById(catalog.contract);
  return { code: error.code, limit: null, answer: contract.error(known ? view : stranger, error) };
}

/** Whether a client should try again by itself, as the contract's headers and the status say it. */
export function retries(catalog: CatalogView, code: ErrorCode): boolean {
  const { headers, status } = failure(catalog, '', new AppError(code, ''), true).answer;
  const said = headers['x-should-retry'];
  return said === undefined ? status === 429 || status >= 500 : said === 'true';
}
