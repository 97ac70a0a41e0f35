import { beforeAll, beforeEach, expect, it } from 'vitest';
import { GET as getMe } from '../../app/api/manage/me/route';
import { guardActor, PER_CREDENTIAL } from '../auth/guard-actor';
import { db } from '../db/client';
import { newId } from '../ids';
import { hashSecret } from '../secret';
import { exhaustGuard, guardCount } from '../testing/guards';
import { call, tokenOf } from '../testing/manage-call';
import { makeUser, seedForTests, type TestUser } from '../testing/tenants';

let user: TestUser;
let token: string;
let tokenId: string;

beforeAll(seedForTests);
beforeEach(async () => {
  user = await makeUser();
  token = await tokenOf(user);
  ({ id: tokenId } = await db().managementToken.findUniqueOrThrow({ where: { hash: hashSecret(token) } }));
});

it('each call of a management token counts once, refused ones do not', async () => {
  for (let i = 0; i < 3; i++) expect((await call(getMe, token)).status).toBe(200);
  expect(await guardCount('manage', tokenId, PER_CREDENTIAL)).toBe(3);
});

it('a token that called too often is told when to come back; the user’s other token and session are not held up', async () => {
  await exhaustGuard('manage', tokenId, PER_CREDENTIAL);
  const refused = await call<{ error: { code: string; details: { retryAfterMs: number } } }>(getMe, token);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_attempts' } } });
  const waitMs = refused.body.error.details.retryAfterMs;
  expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(waitMs / 1000)));
  expect(waitMs).toBeLessThanOrEqual(PER_CREDENTIAL.windowMs);
  expect((await call(getMe, await tokenOf(user))).status).toBe(200);
  await expect(guardActor(user.actor)).resolves.toBeUndefined();
});

it('a session that called too often is refused; the same person’s other session is not', async () => {
  await exhaustGuard('manage', user.actor.sessionId, PER_CREDENTIAL);
  await expect(guardActor(user.actor)).rejects.toMatchObject({ code: 'too_many_attempts', status: 429 });
  await expect(guardActor({ ...user.actor, sessionId: newId() })).resolves.toBeUndefined();
});
