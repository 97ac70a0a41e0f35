import { createHash } from 'node:crypto';
import { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { Once } from '../limits/decision';

/** Visible ASCII without the space; a header sent twice arrives joined by a comma and a space. */
const VISIBLE = /^[\x21-\x7e]{1,255}$/;

/** A request whose sender wants it done once, however often it arrives. */
export interface OnceRequest {
  /** To be read in place of the original: its body is hashed on the way. */
  request: Request;
  /** To be called when the body has been read to its end, or with what tells it from another body. */
  once(identity?: string): Once;
}

/**
 * Takes up the Idempotency-Key of a POST; null without one.
 * @param hashes whether the body is told by its bytes, as they are read
 * @throws AppError `invalid_request` where it is not 1 to 255 characters of visible ASCII
 */
export function onceOf(request: Request, principal: Principal, hashes = true): OnceRequest | null {
  if (request.method !== 'POST') return null;
  const sent = request.headers.get('idempotency-key');
  if (sent === null) return null;
  if (!VISIBLE.test(sent)) {
    throw new AppError(
      'invalid_request',
      'The Idempotency-Key header must be 1 to 255 visible ASCII characters, without spaces. Send a UUID, for instance.',
      { param: 'Idempotency-Key' },
    );
  }
  // None of the three can hold a line feed, so no two scopes are spelled alike.
  const scope = `${principal.subjects.key}\n${routeOf(request)}\n${sent}`;
  const key = createHash('sha256').update(scope).digest('hex');
  const body = createHash('sha256');
  return {
    request: hashes ? passing(request, (chunk) => body.update(chunk)) : request,
    once(identity) {
      const told = identity === undefined ? body.copy() : createHash('sha256').update(identity);
      return { key, body: told.digest('hex') };
    },
  };
}

/** The path; `/api/v1/…` and `/v1/…` are one route. */
const routeOf = (request: Request): string => new URL(request.url).pathname.replace(/^\/api(?=\/v1\/)/, '');

/** The same request, which shows each piece of its body as it is read: nothing is read twice or held. */
function passing(request: Request, show: (chunk: Uint8Array) => void): Request {
  if (!request.body) return request;
  const body = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        show(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
  const { method, headers, signal } = request;
  // Node asks for `duplex` where a body is a stream; the DOM's types do not know it.
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body, duplex: 'half' };
  return new Request(request.url, init);
}
