import { expect, test } from 'vitest';
import { errorOfStatus, failureOf, scrub } from './upstream-error';

const withCode = (code: string) => Object.assign(new Error('boom http://10.0.0.7/secret'), { code });

test.each([
  ['ECONNREFUSED', 'upstream_error', false, true],
  ['ENOTFOUND', 'upstream_error', false, true],
  ['UND_ERR_CONNECT_TIMEOUT', 'upstream_timeout', false, true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'upstream_error', false, false],
  ['UND_ERR_HEADERS_TIMEOUT', 'upstream_timeout', true, false],
  ['UND_ERR_BODY_TIMEOUT', 'upstream_timeout', true, false],
  ['UND_ERR_SOCKET', 'upstream_error', true, false],
  ['ECONNRESET', 'upstream_error', true, false],
  ['anything else', 'upstream_error', true, false],
])('%s is %s, sent: %s, sent again: %s', (code, expected, sent, again) => {
  const failure = failureOf(withCode(code));
  expect(failure.error.code).toBe(expected);
  expect(failure).toMatchObject({ sent, again });
  expect(failure.error.message).not.toContain('10.0.0.7');
});

test.each([
  [400, 'invalid_request', 400],
  [422, 'invalid_request', 400],
  [401, 'upstream_error', 502],
  [403, 'upstream_error', 502],
  [404, 'upstream_error', 502],
  [408, 'upstream_timeout', 504],
  [429, 'upstream_saturated', 503],
  [500, 'upstream_error', 502],
  [301, 'upstream_error', 502],
])('an upstream status %i becomes %s (%i)', (status, code, ours) => {
  const error = errorOfStatus(status, '{"error":{"message":"because"}}', undefined, null);
  expect(error).toMatchObject({ code, status: ours });
});

test("a 400 keeps the upstream's sentence and param", () => {
  const body = '{"error":{"message":"temperature is too hot","param":"temperature"}}';
  const error = errorOfStatus(400, body, undefined, null);
  expect(error.message).toContain('temperature is too hot');
  expect(error.details).toEqual({ param: 'temperature' });
});

test('a 400 whose body is no JSON still says what to do', () => {
  const error = errorOfStatus(400, '<html>nginx at 10.1.2.3</html>', undefined, null);
  expect(error.message).not.toContain('nginx');
  expect(error.message).toContain('Check the parameters');
});

test('no key, address or client-visible code word of the upstream gets through', () => {
  const secret = 'provider secret 42';
  const text = scrub(
    `Incorrect key ${secret} (sk-proj-abcdefghijkl) for org-AbCdEf123 at https://api.example.com/v1/x or 10.0.0.7:8080, Bearer abc.def: rate_limit_exceeded, Rate limit reached`,
    secret,
  );
  for (const leak of [secret, 'sk-proj', 'org-AbC', 'example.com', '10.0.0.7', 'abc.def']) {
    expect(text).not.toContain(leak);
  }
  expect(text).not.toMatch(/rate.?limit/i);
});

test('a Retry-After of the upstream is passed on up to a minute', () => {
  expect(errorOfStatus(429, '', '2', null).details).toEqual({ retryAfterMs: 2_000 });
  expect(errorOfStatus(429, '', '3600', null).details).toEqual({ retryAfterMs: 60_000 });
  expect(errorOfStatus(429, '', 'Wed, 21 Oct 2026 07:28:00 GMT', null).details).toEqual({});
});
