import { env } from '../env';
import { AppError } from '../errors';

/**
 * Where a request says it comes from and went to. `request.url` is not asked: behind Next's door it says
 * `localhost`. Forwarded headers count only where TRUST_PROXY says that a proxy of ours wrote them.
 */
type Sent = Pick<Headers, 'get'>;

const nearest = (value: string | null): string => value?.split(',').at(-1)?.trim() ?? '';

/** Host and port as the browser addressed us. */
export function requestHost(headers: Sent): string {
  const forwarded = env().TRUST_PROXY > 0 ? nearest(headers.get('x-forwarded-host')) : '';
  return forwarded || (headers.get('host') ?? '');
}

/** Whether the browser reached us over TLS, as far as we may believe it. */
export function isSecure(headers: Sent): boolean {
  const forwarded = env().TRUST_PROXY > 0 ? nearest(headers.get('x-forwarded-proto')) : '';
  if (forwarded) return forwarded === 'https';
  return env().BASE_URL?.startsWith('https:') ?? false;
}

/** The client's address: the (TRUST_PROXY + 1)th of X-Forwarded-For from the right; the server appends the peer's. */
export function clientAddress(headers: Sent): string | null {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-1 - env().TRUST_PROXY) || hops[0] || null;
}

/** Scheme, host and port of our own pages, as the browser reached us. */
export const ownOrigin = (headers: Sent): string =>
  `${isSecure(headers) ? 'https' : 'http'}://${requestHost(headers)}`;

/**
 * A write by a browser session must come from our own pages: `Origin` is exactly ours, and
 * `Sec-Fetch-Site`, where the browser sends it, says same-origin.
 * @throws AppError `origin_not_allowed`
 */
export function requireSameOrigin(headers: Sent): void {
  const own = ownOrigin(headers);
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (origin === own && (site === null || site === 'same-origin')) return;
  throw new AppError(
    'origin_not_allowed',
    origin
      ? `This request comes from ${origin.slice(0, 200)}, not from ${own}. A signed-in browser may write only from our own pages; programs send an API key or a management token.`
      : 'This request has a session cookie but no Origin header. A signed-in browser sends it; programs send an API key or a management token.',
  );
}
