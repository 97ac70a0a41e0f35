import { expect, test } from 'vitest';
import { sendAgain } from './send-again';

const failure = (code: string) => Object.assign(new Error(code), { code });

/** How often something that fails with this code is tried. */
async function triesOf(
  code: string,
  withinMs = Number.POSITIVE_INFINITY,
  signal = new AbortController().signal,
) {
  let tries = 0;
  const send = async () => {
    tries += 1;
    throw failure(code);
  };
  await expect(sendAgain(send, { signal, withinMs })).rejects.toThrow(code);
  return tries;
}

test('what was not sent is tried three times', async () => {
  expect(await triesOf('ECONNREFUSED')).toBe(3);
  expect(await triesOf('UND_ERR_CONNECT_TIMEOUT')).toBe(3);
});

test('what may have been sent is tried once, and so is what another try cannot cure', async () => {
  for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'CERT_HAS_EXPIRED']) {
    expect([code, await triesOf(code)]).toEqual([code, 1]);
  }
});

test('no try begins later than the time for connecting', async () => {
  expect(await triesOf('ECONNREFUSED', 10)).toBe(1);
});

test('a client that has left ends the tries', async () => {
  expect(await triesOf('ECONNREFUSED', undefined, AbortSignal.abort())).toBe(1);
});

test('the answer of a later try is the answer', async () => {
  let tries = 0;
  const send = async () => {
    tries += 1;
    if (tries < 3) throw failure('ECONNREFUSED');
    return 'here';
  };
  const bounds = { signal: new AbortController().signal, withinMs: Number.POSITIVE_INFINITY };
  expect(await sendAgain(send, bounds)).toBe('here');
});
