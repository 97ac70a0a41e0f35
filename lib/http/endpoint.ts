import { AppError } from '../errors';
import { newId } from '../ids';
import { requireText } from '../parse';
import { readJson } from './body';
import { asErrorResponse, asResponse } from './respond';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];
type Served = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One call of an endpoint, as its handler sees it. */
export interface Call {
  request: Request;
  requestId: string;
  /** Path parameters, unchecked. */
  params: Readonly<Record<string, string>>;
  /** The query string, unchecked. */
  query: Readonly<Record<string, string>>;
  /** The JSON body, unchecked: the verb parses it. @param whenEmpty what an empty one stands for */
  body(whenEmpty?: object): Promise<unknown>;
}

type Segment = { params: Promise<object> };
type RouteHandler = (request: Request, segment: Segment) => Promise<Response>;

/**
 * Route handlers for every method: those given, HEAD by GET, OPTIONS, and a 405 with `Allow` for the rest.
 * Each answer carries its request id and is never stored; each error is one envelope.
 * @param prepare what every handler of this kind needs first, such as its actor
 */
export function endpoint<Extra extends object>(
  handlers: Partial<Record<Served, (call: Call & Extra) => unknown>>,
  prepare: (request: Request) => Promise<Extra>,
): Record<Method, RouteHandler> {
  const allow = allowed(handlers);
  const serve =
    (method: Method): RouteHandler =>
    (request, segment) =>
      answer(request, async (requestId) => {
        if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } });
        const handler = handlers[(method === 'HEAD' ? 'GET' : method) as Served];
        if (!handler) {
          throw new AppError('method_not_allowed', `${method} is not served here. Use ${allow}.`, { allow });
        }
        const extra = await prepare(request);
        const params = (await segment.params) as Record<string, string>;
        const query = Object.fromEntries(new URL(request.url).searchParams);
        requireText({ ...params, ...query });
        return handler({
          request,
          requestId,
          params,
          query,
          body: (empty) => readJson(request, empty),
          ...extra,
        });
      });
  return Object.fromEntries(METHODS.map((m) => [m, serve(m)])) as Record<Method, RouteHandler>;
}

function allowed(handlers: object): string {
  const served = Object.keys(handlers);
  return [...served, ...(served.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

async function answer(request: Request, work: (requestId: string) => Promise<unknown>): Promise<Response> {
  const requestId = newId();
  let response: Response;
  try {
    response = asResponse(await work(requestId));
  } catch (error) {
    response = asErrorResponse(error, requestId);
  }
  response.headers.set('X-Request-Id', requestId);
  response.headers.set('Cache-Control', 'no-store');
  if (request.method !== 'HEAD') return response;
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}
