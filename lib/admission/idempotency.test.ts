import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../keys/principal';
import type { Once } from '../limits/decision';
import { onceOf } from './idempotency';

const principal = (key: string) => ({ subjects: { key, user: 'u', workspace: 'w' } }) as Principal;
const URL_ = 'http://127.0.0.1/v1/chat/completions';

function post(header: string | null, body: BodyInit | null = '{}', url = URL_): Request {
  const headers: Record<string, string> = header === null ? {} : { 'idempotency-key': header };
  return new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}

/** As admission does it: read the body in whole, then ask. */
async function once(request: Request, who = 'key-1'): Promise<Once> {
  const sent = onceOf(request, principal(who));
  if (!sent) throw new Error('the request has no Idempotency-Key');
  await sent.request.arrayBuffer();
  return sent.once();
}
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the header', () => {
  it.each(['a', '8e03978e-40d5-43e8-bc93-6894a57f9324', '"quoted"', '!~', 'x'.repeat(255)])(
    'is taken: %s',
    async (header) => {
      expect((await once(post(header))).key).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it.each([
    ['an empty one', ''],
    ['a longer one than 255', 'x'.repeat(256)],
    ['a space', 'a b'],
    ['a tab', 'a\tb'],
    ['a letter beyond ASCII', 'clé'],
    ['the header sent twice', 'a, a'],
  ])('is a 400 that names it: %s', (_name, header) => {
    expect(() => onceOf(post(header), principal('k'))).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        status: 400,
        message: expect.stringContaining('1 to 255 visible ASCII'),
        details: { param: 'Idempotency-Key' },
      }),
    );
  });

  it('means nothing where it is absent, or where nothing is posted', () => {
    expect(onceOf(post(null), principal('k'))).toBeNull();
    const get = new Request(URL_, { headers: { 'idempotency-key': 'a b' } });
    expect(onceOf(get, principal('k'))).toBeNull();
  });
});

describe('the scope', () => {
  it('is the principal, the route and the header, and nothing else', async () => {
    const { key } = await once(post('a', '{"n":1}'));
    expect((await once(post('a', '{"n":2}'))).key).toBe(key);
    expect((await once(post('a', '{}', 'http://elsewhere:9/api/v1/chat/completions?x=1'))).key).toBe(key);
    for (const other of [
      once(post('b')),
      once(post('A')),
      once(post('a'), 'key-2'),
      once(post('a', '{}', 'http://127.0.0.1/api/chat')),
    ]) {
      expect((await other).key).not.toBe(key);
    }
  });
});

describe('the body', () => {
  it('is hashed as it was sent, byte by byte', async () => {
    expect((await once(post('a', '{"n": 1}'))).body).toBe(sha256('{"n": 1}'));
    expect((await once(post('a', '{"n":1}'))).body).toBe(sha256('{"n":1}'));
    const noText = new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00]);
    expect((await once(post('a', noText))).body).toBe(sha256(noText));
    expect((await once(post('a', null))).body).toBe(sha256(''));
  });

  it('has one hash, however it is cut into pieces', async () => {
    const pieces = ['{"a":', '"\u{1f389}', '"}'].map((piece) => new TextEncoder().encode(piece));
    const stream = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    expect((await once(post('a', stream))).body).toBe(sha256(Buffer.concat(pieces)));
  });

  it('reaches its reader whole, with the headers of the request', async () => {
    const sent = onceOf(post('a', '{"n":1}'), principal('k'));
    expect(sent?.request.headers.get('idempotency-key')).toBe('a');
    expect(await sent?.request.text()).toBe('{"n":1}');
  });
});
