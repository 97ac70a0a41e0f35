import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a page of ours may load and do. Styles in line are Tailwind's, charts' and toasts' positions. */
export const contentSecurityPolicy = (nonce: string, https: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');

const isAsset = (path: string): boolean => path.startsWith('/_next/static/');

/**
 * Headers of everything that Next answers. The nonce also goes to Next, which puts it on its scripts
 * (it reads the request's `Content-Security-Policy`, and so does the layout).
 */
export function addPageHeaders(incoming: IncomingMessage, outgoing: ServerResponse, https: boolean): void {
  outgoing.setHeader('Referrer-Policy', 'same-origin');
  if (isAsset(incoming.url ?? '')) return;
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, https);
  incoming.headers['content-security-policy'] = policy;
  delete incoming.headers['content-security-policy-report-only'];
  outgoing.setHeader('Content-Security-Policy', policy);
  outgoing.setHeader('X-Frame-Options', 'DENY');
  outgoing.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  outgoing.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
}

const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/**
 * Where a page navigation belongs that came to this machine's other name: cookies and `Origin` know
 * only one. null where it may stay. The target is BASE_URL's own name, so it never redirects twice.
 */
export function loopbackRedirect(incoming: IncomingMessage, baseUrl: string | undefined): string | null {
  const { method, headers, url } = incoming;
  if (!baseUrl || method !== 'GET' || !headers.accept?.includes('text/html')) return null;
  if (!url?.startsWith('/') || url.startsWith('//') || url.startsWith('/api/')) return null;
  const base = new URL(baseUrl);
  const [name, port = ''] = (headers.host ?? '').split(':');
  const other = name !== base.hostname && LOOPBACK.has(name ?? '') && LOOPBACK.has(base.hostname);
  return other && port === base.port ? `${base.origin}${url}` : null;
}
