/** Requests that nobody means well with, byte by byte, and what each is told. */

export interface HostileCase {
  name: string;
  bytes: string;
  /** Statuses of all answers on the connection; none where it is just ended. */
  statuses: number[];
  /** In the answer. */
  says?: RegExp;
}

export const chatBody = (more: object = {}): string =>
  JSON.stringify({
    model: 'demo-tokens-1',
    max_tokens: 1,
    messages: [{ role: 'user', content: 'x' }],
    ...more,
  });

/** The cases for a good key, which must not make any of them better. */
export function hostileCases(key: string, otherKey: string): HostileCase[] {
  const body = chatBody();
  const host = 'Host: a\r\n';
  const auth = `Authorization: Bearer ${key}\r\n`;
  const length = `Content-Length: ${body.length}\r\n`;
  const good = host + auth + length;
  const post = (head: string, sent = body, line = 'POST /v1/chat/completions HTTP/1.1') =>
    `${line}\r\n${head}\r\n${sent}`;
  const get = (path: string) => `GET ${path} HTTP/1.1\r\n${host}${auth}\r\n`;
  const one = (name: string, bytes: string, status: number, says?: RegExp): HostileCase => ({
    name,
    bytes,
    statuses: [status],
    ...(says && { says }),
  });
  return [
    one(
      'a NUL in a header',
      post(`${host}Authorization: Bearer ${key}\0\r\n${length}`),
      400,
      /not a valid HTTP/,
    ),
    one('a bare CR in a header', post(`${good}X-A: b\rX-Injected: 1\r\n`), 400, /not a valid HTTP/),
    one('a bare LF in a header', post(`${good}X-A: b\nX-Injected: 1\r\n`), 400, /not a valid HTTP/),
    one('a folded header', post(`${good}X-A: b\r\n folded\r\n`), 400, /not a valid HTTP/),
    one('a space before the colon', post(`${good}X-A : b\r\n`), 400, /not a valid HTTP/),
    one('a header of a megabyte', post(`${good}X-A: ${'a'.repeat(1 << 20)}\r\n`), 431, /larger than 16 KB/),
    one('a path of 20 KB', get(`/v1/models/${'a'.repeat(20_000)}`), 431, /larger than 16 KB/),
    one(
      'the absolute form',
      post(good, body, 'POST http://a/v1/chat/completions HTTP/1.1'),
      400,
      /path alone/,
    ),
    one(
      'the absolute form of another host',
      post(good, body, 'POST https://b/v1/chat/completions HTTP/1.1'),
      400,
      /path alone/,
    ),
    one('the asterisk form', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400, /path alone/),
    { name: 'CONNECT', bytes: `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`, statuses: [] },
    one('TRACE', `TRACE /v1/models HTTP/1.1\r\n${host}${auth}\r\n`, 405),
    one('no Host', post(auth + length), 400),
    one(
      'HTTP/1.0 without Host, which it does not need, and without a key',
      post(length, body, 'POST /v1/chat/completions HTTP/1.0'),
      401,
    ),
    one('HTTP/1.0 with two Hosts', post(`${good}Host: b\r\n`, body, 'POST /v1/models HTTP/1.0'), 400, /Host/),
    one('an empty Host', post(`Host:\r\n${auth}${length}`), 400, /Host header/),
    one('a Host with a path', post(`Host: a/b\r\n${auth}${length}`), 400, /Host header/),
    one('two Hosts', post(`${good}Host: b\r\n`), 400, /Host was sent more than once/),
    one('HTTP/2.0 in words', post(good, body, 'POST /v1/chat/completions HTTP/2.0'), 400, /HTTP\/1\.1/),
    one('a method nobody knows', post(good, body, 'PWN /v1/chat/completions HTTP/1.1'), 400),
    one('a method in lower case', post(good, body, 'post /v1/chat/completions HTTP/1.1'), 400),
    one('a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, /not a valid HTTP/),
    one('raw bytes in the path', get('/v1/models/\xff\xfe'), 400),
    one('a NUL in the path', get('/v1/mod\0els'), 400),
    one('a percent sign that escapes nothing', get('/v1/models/%zz'), 400, /percent sign/),
    one(
      'Content-Length and Transfer-Encoding',
      post(`${good}Transfer-Encoding: chunked\r\n`, '0\r\n\r\n'),
      400,
    ),
    one('two Content-Lengths', post(`${good}Content-Length: 5\r\n`), 400),
    one('a negative Content-Length', post(`${host}${auth}Content-Length: -5\r\n`), 400),
    one('a signed Content-Length', post(`${host}${auth}Content-Length: +5\r\n`), 400),
    one(
      'an unknown Transfer-Encoding',
      post(`${host}${auth}Transfer-Encoding: xchunked\r\n`, '0\r\n\r\n'),
      400,
    ),
    one(
      'a chunk of no size',
      post(`${host}${auth}Transfer-Encoding: chunked\r\n`, 'zz\r\nabc\r\n0\r\n\r\n'),
      400,
    ),
    one(
      'a compressed body',
      post(`${good}Content-Encoding: gzip\r\n`),
      400,
      /Compressed bodies are not read/,
    ),
    one('an Expect nobody knows', post(`${good}Expect: nonsense\r\n`), 417),
    one(
      'two Authorizations',
      post(`${good}Authorization: Bearer ${otherKey}\r\n`),
      400,
      /Authorization was sent more than once/,
    ),
    one('one Authorization, twice', post(`${good}authorization: Bearer ${key}\r\n`), 400, /more than once/),
    one(
      'two X-Api-Keys',
      post(`${host}X-Api-Key: ${key}\r\nX-Api-Key: ${key}\r\n${length}`),
      400,
      /X-Api-Key was sent more than once/,
    ),
    one(
      'two keys in one Authorization',
      post(`${host}Authorization: Bearer ${key}, Bearer ${otherKey}\r\n${length}`),
      400,
      /sent more than once/,
    ),
    one(
      'two Idempotency-Keys',
      post(`${good}Idempotency-Key: a\r\nIdempotency-Key: b\r\n`),
      400,
      /Idempotency-Key was sent more/,
    ),
    one('both kinds of key, which differ', post(`${good}X-Api-Key: ${otherKey}\r\n`), 400, /different keys/),
    one(
      'a key in the query',
      post(host + length, body, `POST /v1/chat/completions?api_key=${key} HTTP/1.1`),
      401,
      /does not belong in the URL/,
    ),
    one(
      'a key in the query under any name',
      post(host + length, body, `POST /v1/chat/completions?q=${key} HTTP/1.1`),
      401,
      /does not belong in the URL/,
    ),
    one(
      'a key in the query beside one in a header',
      post(good, body, `POST /v1/chat/completions?key=${key} HTTP/1.1`),
      400,
      /does not belong in the URL/,
    ),
    one('a key that is not ASCII', post(`${host}Authorization: Bearer hr_live_\xe9\xff\r\n${length}`), 401),
    one('a key with a path in it', post(`${host}Authorization: Bearer hr_live_../../etc\r\n${length}`), 401),
    one('a key of 8 KB', post(`${host}Authorization: Bearer hr_live_${'a'.repeat(8_000)}\r\n${length}`), 401),
    one(
      'a key with a wrong checksum',
      post(`${host}Authorization: Bearer ${key.slice(0, -1)}!\r\n${length}`),
      401,
    ),
    one(
      'Basic',
      post(`${host}Authorization: Basic ${Buffer.from(`${key}:`).toString('base64')}\r\n${length}`),
      401,
    ),
    {
      name: 'a good request behind a broken one, which is not read',
      bytes: post(`${good}X-A: b\0\r\n`) + post(good),
      statuses: [400],
    },
  ];
}

/** Bodies, as sent; none of them may reach an upstream or cost anything. */
export const HOSTILE_BODIES: readonly [
  name: string,
  body: string | Buffer,
  status: number,
  param?: string,
][] = [
  ['no body', '', 400],
  ['text', 'hello', 400],
  ['half an object', '{"model":', 400],
  ['an array', '[]', 400],
  ['null', 'null', 400],
  ['100,000 arrays in each other', '['.repeat(100_000) + ']'.repeat(100_000), 400],
  ['100,000 objects in each other', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400],
  ['100,000 arrays that never end', '['.repeat(100_000), 400],
  ['1e309', chatBody().replace('"max_tokens":1', '"max_tokens":1e309'), 400],
  ['__proto__', chatBody().replace('{', '{"__proto__":{"admin":true},'), 400],
  ['constructor', chatBody({ constructor: { prototype: { admin: true } } }), 400],
  ['a field nobody knows', chatBody({ tenant: 'other' }), 400, 'tenant'],
  ['a plan from the body', chatBody({ plan: 'enterprise' }), 400, 'plan'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400],
  ['UTF-16', Buffer.from(`\ufeff${chatBody()}`, 'utf16le'), 400],
  ['a NUL in the model', chatBody({ model: 'gpt\u0000-4o' }), 404, 'model'],
  ['a header in the model', chatBody({ model: 'gpt\r\nX-Injected: 1' }), 404, 'model'],
  ['a lone surrogate in the model', chatBody({ model: '\ud800' }), 404, 'model'],
  ['a path in the model', chatBody({ model: '../../admin' }), 404, 'model'],
  ['a pattern as the model', chatBody({ model: '*' }), 404, 'model'],
  ['a model of 1,000 characters', chatBody({ model: 'm'.repeat(1_000) }), 400, 'model'],
  ['an unknown model', chatBody({ model: 'no-such' }), 404, 'model'],
  ['no model', chatBody({ model: undefined }), 400, 'model'],
  ['n: 1000', chatBody({ n: 1000 }), 400, 'n'],
  ['n: 0', chatBody({ n: 0 }), 400, 'n'],
  ['n: -1', chatBody({ n: -1 }), 400, 'n'],
  ['n: 1.5', chatBody({ n: 1.5 }), 400, 'n'],
  ['n: "2"', chatBody({ n: '2' }), 400, 'n'],
  ['max_tokens: 1e12', chatBody({ max_tokens: 1e12 }), 400, 'max_tokens'],
  ['max_tokens: 2^53', chatBody({ max_tokens: 2 ** 53 }), 400, 'max_tokens'],
  ['max_tokens: 0', chatBody({ max_tokens: 0 }), 400, 'max_tokens'],
  ['max_tokens: -1', chatBody({ max_tokens: -1 }), 400, 'max_tokens'],
  ['max_completion_tokens: 1e12', chatBody({ max_completion_tokens: 1e12 }), 400, 'max_completion_tokens'],
  ['temperature: 1e300', chatBody({ temperature: 1e300 }), 400, 'temperature'],
  ['no messages', chatBody({ messages: [] }), 400, 'messages'],
  [
    '5,000 messages',
    chatBody({ messages: Array(5_000).fill({ role: 'user', content: 'x' }) }),
    400,
    'messages',
  ],
  ['a role nobody knows', chatBody({ messages: [{ role: 'root', content: 'x' }] }), 400],
  [
    'a file of the provider',
    chatBody({ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] }),
    400,
  ],
  ['a paid extra without a price', chatBody({ web_search_options: {} }), 400, 'web_search_options'],
  ['a body of 5 MB', chatBody({ user: 'x'.repeat(5 << 20) }), 413],
  [
    'a prompt longer than the context',
    chatBody({ messages: [{ role: 'user', content: 'word '.repeat(200_000) }] }),
    400,
    'messages',
  ],
];
