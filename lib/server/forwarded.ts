import type { IncomingMessage } from 'node:http';

/**
 * Appends the peer's address to `X-Forwarded-For`, as any proxy does. Both doors then read the client's
 * address the same way, with no socket at hand: the (TRUST_PROXY + 1)th entry from the right.
 */
export function appendPeer(incoming: IncomingMessage): void {
  const peer = incoming.socket.remoteAddress ?? '';
  const sent = incoming.headers['x-forwarded-for'];
  incoming.headers['x-forwarded-for'] = sent ? `${sent}, ${peer}` : peer;
  // The lane builds its Headers from here.
  incoming.rawHeaders.push('X-Forwarded-For', peer);
}

/** HTTP/1.0 needs no Host: who sends none asked for the address that it reached. */
export function nameHost(incoming: IncomingMessage): void {
  if (incoming.headers.host !== undefined || incoming.httpVersionMinor > 0) return;
  const { localAddress = '', localPort = 0 } = incoming.socket;
  const host = `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
  incoming.headers.host = host;
  incoming.rawHeaders.push('Host', host);
}

/** Whether the caller reached us over TLS, as far as we may believe it. */
export function isHttps(incoming: IncomingMessage, baseUrl: string | undefined, trustProxy: number): boolean {
  if (trustProxy > 0) {
    const sent = incoming.headers['x-forwarded-proto'];
    const nearest = (Array.isArray(sent) ? sent.at(-1) : sent)?.split(',').at(-1)?.trim();
    if (nearest) return nearest === 'https';
  }
  return baseUrl?.startsWith('https:') ?? false;
}
