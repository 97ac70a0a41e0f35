import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isHttps } from './forwarded';
import { contentSecurityPolicy, loopbackRedirect } from './pages';

const request = (url: string, headers: Record<string, string>, method = 'GET') =>
  ({ url, method, headers }) as unknown as IncomingMessage;
const page = { accept: 'text/html,*/*', host: 'localhost:3000' };
const BASE = 'http://127.0.0.1:3000';

describe("a page asked for under this machine's other name", () => {
  it('goes to the name that cookies and Origin know', () => {
    expect(loopbackRedirect(request('/keys?q=a', page), BASE)).toBe('http://127.0.0.1:3000/keys?q=a');
    const other = { ...page, host: '127.0.0.1:3000' };
    expect(loopbackRedirect(request('/', other), 'http://localhost:3000')).toBe('http://localhost:3000/');
  });

  it.each([
    ['its own name', request('/', { ...page, host: '127.0.0.1:3000' })],
    ['another port', request('/', { ...page, host: 'localhost:4000' })],
    ['a name that is not this machine', request('/', { ...page, host: 'example.com:3000' })],
    ['no page', request('/api/manage/me', page)],
    ['a script', request('/', { ...page, accept: '*/*' })],
    ['a write', request('/', page, 'POST')],
    ['a target that is another host', request('//evil.example/', page)],
  ])('stays: %s', (_why, incoming) => {
    expect(loopbackRedirect(incoming, BASE)).toBeNull();
  });

  it('never redirects where BASE_URL is a real host', () => {
    expect(loopbackRedirect(request('/', page), 'https://headroom.example.com')).toBeNull();
  });
});

describe('https', () => {
  const proto = (value: string) => request('/', { 'x-forwarded-proto': value });

  it("is the nearest proxy's word, if a proxy is trusted", () => {
    expect(isHttps(proto('http, https'), undefined, 1)).toBe(true);
    expect(isHttps(proto('https, http'), 'https://a.example', 1)).toBe(false);
  });

  it("is BASE_URL's scheme otherwise, whatever a client claims", () => {
    expect(isHttps(proto('https'), 'http://a.example', 0)).toBe(false);
    expect(isHttps(proto('http'), 'https://a.example', 0)).toBe(true);
  });
});

it('the policy lets no page of ours be framed, nor run a script without the nonce', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(contentSecurityPolicy('abc', true)).toContain('upgrade-insecure-requests');
});
