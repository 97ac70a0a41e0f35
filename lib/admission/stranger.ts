import type { ContractView } from '../contracts/contract';
import { EXPOSED_HEADERS, wantsProblem } from '../contracts/contract';
import { contractForStranger } from '../contracts/pick';
import { env } from '../env';
import type { AppError } from '../errors';
import { newId } from '../ids';

/** What a request carries as its key: Bearer or `X-Api-Key`; null without one. Not checked at all. */
export const claimedKey = (request: Request): string | null =>
  /^bearer\s+(\S+)/i.exec(request.headers.get('authorization') ?? '')?.[1] ??
  request.headers.get('x-api-key');

/** Where people reach us. Never `request.url`: Next's door says `localhost` there. */
export const publicBaseUrl = (request: Request): string =>
  env().BASE_URL?.replace(/\/$/, '') ?? `http://${request.headers.get('host') ?? 'localhost'}`;

/** The path as the caller sent it, `/api/v1/…` and `/v1/…` alike. */
const pathOf = (request: Request): string => new URL(request.url).pathname;

/**
 * The answer to a request that no principal stands behind (no usable key, unknown path, wrong method),
 * in the envelope that its key's prefix or its path calls for.
 */
export function answerStranger(request: Request, error: AppError, requestId = newId()): Response {
  const contract = contractForStranger(claimedKey(request), pathOf(request));
  const view: ContractView = {
    requestId,
    atMs: Date.now(),
    resource: '',
    limits: [],
    principal: null,
    priority: null,
    currency: 'USD',
    source: error.code === 'quota_unavailable' ? 'closed' : null,
    docsUrl: `${publicBaseUrl(request)}/docs/rate-limits/${contract.id}`,
    problem: wantsProblem(request.headers.get('accept')),
  };
  const { status, headers, body } = contract.error(view, error);
  // Tells a page no more than it sent: that its key is no good, or its path.
  if (request.headers.has('origin')) {
    headers['Access-Control-Allow-Origin'] = '*';
    headers['Access-Control-Expose-Headers'] = EXPOSED_HEADERS;
  }
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}
