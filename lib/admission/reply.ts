import { type ContractView, EXPOSED_HEADERS, type HeaderFields, wantsProblem } from '../contracts/contract';
import { contractById } from '../contracts/pick';
import type { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { DecisionSource, DenialCode, Denied, LimitState } from '../limits/decision';
import { type Limit, limitId } from '../plans/limit';
import { publicBaseUrl } from './stranger';

/** What the contract needs beside the request and its caller. */
export interface Shown {
  requestId: string;
  resource: string;
  atMs: number;
  limits: readonly LimitState[];
  source: DecisionSource | null;
}

function viewOf(request: Request, principal: Principal, shown: Shown): ContractView {
  // Field by field: spreading a decision costs more than all else here.
  return {
    requestId: shown.requestId,
    resource: shown.resource,
    atMs: shown.atMs,
    limits: shown.limits,
    source: shown.source,
    principal: principal.kind,
    priority: principal.priority,
    currency: principal.currency,
    docsUrl: `${publicBaseUrl(request)}/docs/rate-limits/${principal.catalogId}`,
    problem: wantsProblem(request.headers.get('accept')),
  };
}

/** The contract's headers for an answer of the work itself. */
export function limitHeaders(request: Request, principal: Principal, shown: Shown): Record<string, string> {
  const headers = contractById(principal.contract).headers(viewOf(request, principal, shown));
  addCors(headers, request, principal);
  return headers;
}

/** The contract's answer to a denial. */
export function refuse(request: Request, principal: Principal, shown: Shown, denied: Denied): Response {
  const answer = contractById(principal.contract).refusal(viewOf(request, principal, shown), denied);
  return respond(request, principal, answer);
}

/** A limit's refusal of a stream that has begun: the contract's body for it, as JSON. Counters as they were at admission. */
export function refusalWords(
  request: Request,
  principal: Principal,
  shown: Shown,
  by: Limit,
  code: DenialCode,
): string {
  const id = limitId(by);
  const asAdmitted = shown.limits.find((limit) => limit.id === id);
  const { atMs } = shown;
  const denied: Denied = {
    admitted: false,
    id: shown.requestId,
    atMs,
    code,
    // Its number may have been changed since.
    by: { ...(asAdmitted ?? { id, used: 0, reserved: 0, remaining: 0, resetAtMs: null }), limit: by },
    retryAfterMs: null,
    limits: [...shown.limits],
    source: 'redis',
  };
  const view = { ...viewOf(request, principal, shown), problem: false, midway: true };
  return contractById(principal.contract).refusal(view, denied).body;
}

/** The contract's answer to an expected failure of an authenticated caller. */
export function fail(request: Request, principal: Principal, shown: Shown, error: AppError): Response {
  const answer = contractById(principal.contract).error(viewOf(request, principal, shown), error);
  return respond(request, principal, answer);
}

function respond(
  request: Request,
  principal: Principal,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
): Response {
  addCors(headers, request, principal);
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}

/** Browsers elsewhere may read answers to a key where the workspace allows their origin; never with credentials. */
function addCors(headers: HeaderFields, request: Request, principal: Principal): void {
  const origin = request.headers.get('origin');
  if (!origin || principal.kind !== 'key') return;
  if (principal.origins.includes(origin)) {
    headers['Access-Control-Allow-Origin'] = origin;
    headers['Access-Control-Expose-Headers'] = EXPOSED_HEADERS;
  }
  headers.Vary = 'Origin';
}
