import { createHash } from 'node:crypto';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { expect, inject, it } from 'vitest';

const { restUrl, restToken } = inject('servers');
const prefix = process.env.STORE_PREFIX;
const redis = new Redis({ url: restUrl, token: restToken, enableTelemetry: false, retry: false });

it('keeps types, text and nested replies as Upstash does', async () => {
  const key = `${prefix}:types`;
  expect(await redis.set(key, { a: 1, u: 'ünï✓' })).toBe('OK');
  expect(await redis.get(key)).toEqual({ a: 1, u: 'ünï✓' });
  expect(await redis.get(`${key}:missing`)).toBeNull();
  expect(await redis.eval('return {1, "str", false, {2, "deep"}}', [], [])).toEqual([
    1,
    'str',
    null,
    [2, 'deep'],
  ]);
});

it('runs a script that carries the key-locking flag, by text and by its SHA-1', async () => {
  const script = '#!lua flags=allow-key-locking\nreturn redis.call("INCR", KEYS[1])';
  const sha = createHash('sha1').update(script).digest('hex');
  expect(await redis.eval(script, [`${prefix}:n`], [])).toBe(1);
  expect(await redis.evalsha(sha, [`${prefix}:n`], [])).toBe(2);
});

it('answers a pipeline command by command, errors in place', async () => {
  const answers = await redis
    .pipeline()
    .set(`${prefix}:q`, 'x')
    .lpush(`${prefix}:q`, 'y')
    .get(`${prefix}:q`)
    .exec({ keepErrors: true });
  expect(answers.map((a) => a.error?.slice(0, 9) ?? a.result)).toEqual(['OK', 'WRONGTYPE', 'x']);
});

it('runs a transaction in order, with all its answers', async () => {
  expect(await redis.multi().set(`${prefix}:m`, 1).incr(`${prefix}:m`).exec()).toEqual(['OK', 2]);
});

it('carries @upstash/ratelimit', async () => {
  const limiter = Ratelimit.slidingWindow(2, '60 s');
  const limit = new Ratelimit({ redis, limiter, prefix: `${prefix}:rl`, ephemeralCache: false });
  const answers = [await limit.limit('a'), await limit.limit('a'), await limit.limit('a')];
  expect(answers.map((a) => a.success)).toEqual([true, true, false]);
});

it('refuses a wrong token, a foreign command and an oversized body', async () => {
  const post = (body: string, token = restToken) =>
    fetch(restUrl, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
  expect((await post('["GET","x"]', 'wrong')).status).toBe(401);
  expect(await (await post('["SHUTDOWN"]')).json()).toEqual({
    error: "ERR command is not available: 'SHUTDOWN'",
  });
  expect((await post(`["GET","${'x'.repeat(1_100_000)}"]`)).status).toBe(413);
});
