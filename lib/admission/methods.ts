import { EXPOSED_HEADERS } from '../contracts/contract';
import { AppError } from '../errors';
import { refuseUnserved } from './unserved';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];
export type Handler = (request: Request) => Response | Promise<Response>;

/** What a browser may send; `Authorization` has to be named, `*` does not cover it. */
const ALLOWED_HEADERS =
  'Authorization, X-Api-Key, Content-Type, Accept, Idempotency-Key, X-Headroom-Workspace, *';

function preflight(request: Request, allow: string): Response {
  const headers: Record<string, string> = { Allow: allow };
  // Whether this origin may use a key is decided on the request itself: a preflight carries no key.
  if (request.headers.has('origin') && request.headers.has('access-control-request-method')) {
    headers['Access-Control-Allow-Origin'] = '*';
    headers['Access-Control-Allow-Methods'] = allow;
    headers['Access-Control-Allow-Headers'] = ALLOWED_HEADERS;
    headers['Access-Control-Expose-Headers'] = EXPOSED_HEADERS;
    headers['Access-Control-Max-Age'] = '600';
  }
  return new Response(null, { status: 204, headers });
}

/**
 * Handlers for the methods that a product route does not serve: OPTIONS is answered, the others are a
 * 405 with `Allow`. Routes export them, so that both doors agree (Next's own 405 has no `Allow`).
 */
export function otherMethods(...served: Method[]): Record<Method, Handler> {
  const head: Method[] = served.includes('GET') ? ['HEAD'] : [];
  const allow = [...served, ...head, 'OPTIONS'].join(', ');
  const use = `Use ${served.join(' or ')}.`;
  const refuse: Handler = (request) =>
    refuseUnserved(
      request,
      new AppError('method_not_allowed', `${request.method} is not served here. ${use}`, { allow }),
    );
  const handlers = Object.fromEntries(METHODS.map((method) => [method, refuse])) as Record<Method, Handler>;
  handlers.OPTIONS = (request) => preflight(request, allow);
  return handlers;
}
