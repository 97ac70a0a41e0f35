import { admit } from '../admission/admit';
import { answerStranger } from '../admission/stranger';
import type { Outcome, Work } from '../admission/work';
import { AppError } from '../errors';
import { keyOf } from '../keys/credentials';
import type { Principal } from '../keys/principal';
import { parse } from '../parse';
import { serviceClaim } from './claim';
import { forwardAuthQuery } from './schema';

/**
 * `GET /v1/forward-auth`: a proxy asks whether the request it holds may pass, with that request's own headers.
 * Counts one request, and is over as soon as it is answered. Keys alone: a browser's cookie would let any page
 * call what stands behind the proxy.
 * @param nowMs the store's time, in tests alone
 */
export async function forwardAuth(request: Request, nowMs?: number): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const answer = await ask(request, query, nowMs);
  return query.get('for') === 'nginx' ? asNginxTakes(answer) : answer;
}

async function ask(request: Request, query: URLSearchParams, nowMs?: number): Promise<Response> {
  if (!carriesKey(request)) {
    const message =
      'This request carries no API key. Send it as "Authorization: Bearer KEY" or "X-Api-Key: KEY".';
    return answerStranger(request, new AppError('unauthenticated', message));
  }
  const resource = query.get('resource');
  const work: Work<void> = {
    resource: resource ?? forwardAuthQuery.shape.resource.parse(undefined),
    anyOrigin: true,
    async read() {
      parse(forwardAuthQuery, Object.fromEntries(query));
    },
    async prepare(_, principal) {
      return {
        claim: serviceClaim(work.resource, {}),
        model: '',
        priceVersion: 0,
        streamed: false,
        run: async () => ({
          status: 200,
          // Of an empty text one door would say its type and the other would not.
          headers: {
            ...identityHeaders(principal),
            'content-type': 'text/plain; charset=utf-8',
            'Cache-Control': 'no-store',
          },
          body: '',
          finished: Promise.resolve(PASSED),
        }),
      };
    },
  };
  return admit(request, work, nowMs);
}

function carriesKey(request: Request): boolean {
  try {
    return keyOf(request) !== null;
  } catch {
    return true; // two that differ, which admission refuses
  }
}

const PASSED: Outcome = {
  outcome: 'ok',
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  firstByteMs: null,
  actual: { requests: 1, cost: 0 },
};

/** Who passed, for the service behind the proxy. */
const identityHeaders = ({
  keyId,
  workspaceId,
  userId,
  plan,
  priority,
}: Principal): Record<string, string> => ({
  'X-Headroom-Key-Id': keyId ?? '',
  'X-Headroom-Workspace-Id': workspaceId,
  'X-Headroom-User-Id': userId,
  'X-Headroom-Plan': plan,
  'X-Headroom-Priority': `${priority}`,
});

/** Beyond what proxies take as one header line the body stays out of it. */
const MOST_BODY = 2000;

/**
 * nginx's auth_request takes 2xx, 401 and 403 and turns all else into 500, without any body. So the refusal
 * travels in headers: its status, and its body as JSON in ASCII.
 */
async function asNginxTakes(answer: Response): Promise<Response> {
  const body = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-type');
  headers.set('X-Headroom-Status', `${answer.ok ? 204 : answer.status}`);
  if (answer.ok) return new Response(null, { status: 204, headers });
  const ascii = body.replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (ascii.length > 0 && ascii.length <= MOST_BODY) headers.set('X-Headroom-Body', ascii);
  return new Response(null, { status: 403, headers });
}
