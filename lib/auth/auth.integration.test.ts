import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { hashSecret, last4, makeSecret } from '../secret';
import { makeRevisions, storedRevision } from '../testing/revision';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { sessionFromRequest } from './cookie';
import { handleAuth } from './handler';
import { hashPassword } from './password';
import { resolveActor } from './resolve-actor';
import { loadSession } from './session';

const ORIGIN = 'http://127.0.0.1:3000';
const PASSWORD = 'correct horse battery';
const headers = { host: '127.0.0.1:3000', 'x-forwarded-for': '203.0.113.7', 'user-agent': 'a test' };
let owner: TestUser;

beforeAll(async () => {
  await seedForTests();
  owner = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
});

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');

async function post(path: string, form: Record<string, string>, cookie: string): Promise<Response> {
  const body = new URLSearchParams({ json: 'true', ...form });
  const request = new Request(`http://localhost:3000/api/auth/${path}`, {
    method: 'POST',
    headers: { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  return handleAuth(request, path.split('/'));
}

const get = (path: string, cookie = '') =>
  handleAuth(
    new Request(`http://localhost:3000/api/auth/${path}`, { headers: { ...headers, cookie } }),
    path.split('/'),
  );

async function csrf(): Promise<{ csrfToken: string; cookie: string }> {
  const response = await get('csrf');
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return { csrfToken, cookie: cookiesOf(response) };
}

async function signIn(email: string, password: string): Promise<Response> {
  const { csrfToken, cookie } = await csrf();
  return post('callback/credentials', { email, password, csrfToken, callbackUrl: '/keys' }, cookie);
}

const sessionCookie = (response: Response) =>
  response.headers.getSetCookie().find((line) => line.startsWith('headroom.session='));

const asked = (cookie: string, init: RequestInit = {}) =>
  new Request('http://localhost:3000/api/manage/me', {
    ...init,
    headers: { ...headers, cookie, ...(init.headers as Record<string, string>) },
  });

describe('sign-in by password', () => {
  it('gives a session cookie that carries only ids, and leads back to our own address', async () => {
    const response = await signIn(owner.email.toUpperCase(), PASSWORD);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: `${ORIGIN}/keys` });
    const line = sessionCookie(response) ?? '';
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/);
    expect(line).toMatch(/Path=\//);
    const cookie = line.split(';')[0] ?? '';
    const claims = await sessionFromRequest(asked(cookie));
    expect(claims).toEqual({ sessionId: expect.any(String), userId: owner.id });
    expect(claims && (await loadSession(claims))).toMatchObject({ email: owner.email, platformAdmin: false });
    const session = (await (await get('session', cookie)).json()) as { user: unknown };
    expect(session.user).toEqual({ id: owner.id, name: 'Ada', email: owner.email });
    expect(await db().session.findFirst({ where: { userId: owner.id } })).toMatchObject({
      ip: '203.0.113.7',
      userAgent: 'a test',
    });
  });

  it('a wrong password and an unknown account answer alike', async () => {
    const wrong = await signIn(owner.email, 'not the password');
    const unknown = await signIn('nobody@example.com', 'not the password');
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(await wrong.json()).toEqual(await unknown.json());
    expect(sessionCookie(wrong)).toBeUndefined();
  });

  it('without the csrf token nothing is signed in', async () => {
    const { cookie } = await csrf();
    const response = await post('callback/credentials', { email: owner.email, password: PASSWORD }, cookie);
    expect(sessionCookie(response)).toBeUndefined();
  });

  it('reads no more of a body than signing in needs', async () => {
    let chunks = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const request = new Request('http://localhost:3000/api/auth/callback/credentials', init);
    await expect(handleAuth(request, ['callback', 'credentials'])).rejects.toMatchObject({
      code: 'body_too_large',
    });
    expect(chunks).toBeLessThan(10);
  });

  it('a callback to another host leads home instead', async () => {
    const { csrfToken, cookie } = await csrf();
    const form = { email: owner.email, password: PASSWORD, csrfToken, callbackUrl: 'https://evil.example/' };
    const response = await post('callback/credentials', form, cookie);
    expect(((await response.json()) as { url: string }).url).toMatch(/^http:\/\/127\.0\.0\.1:3000(\/|$)/);
  });

  it('the eleventh guess at one account is refused, even with the right password', async () => {
    const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
    for (let i = 0; i < 10; i++) expect((await signIn(user.email, `guess ${i}`)).status).toBe(401);
    const refused = await signIn(user.email, PASSWORD);
    expect(refused.status).toBe(401);
    expect(((await refused.json()) as { url: string }).url).toContain('too_many_attempts');
  });

  it('signing in again and again is never refused', async () => {
    for (let i = 0; i < 12; i++) expect(sessionCookie(await signIn(owner.email, PASSWORD))).toBeDefined();
  });

  it('a suspended user is told so only with the right password', async () => {
    const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
    expect(await (await signIn(user.email, PASSWORD)).json()).toMatchObject({
      url: expect.stringContaining('forbidden'),
    });
    expect(await (await signIn(user.email, 'wrong')).json()).toMatchObject({
      url: expect.stringContaining('CredentialsSignin'),
    });
  });
});

describe('a session', () => {
  const signedIn = async () => (sessionCookie(await signIn(owner.email, PASSWORD)) ?? '').split(';')[0] ?? '';

  it('ends everywhere with sign-out: the row is revoked and the workspaces’ revisions are raised', async () => {
    const { id: workspaceId } = await makeWorkspace(owner);
    await makeRevisions(workspaceId, 'headroom');
    const cookie = await signedIn();
    const token = await csrf();
    await post('signout', { csrfToken: token.csrfToken }, `${cookie}; ${token.cookie}`);
    await expect(resolveActor(asked(cookie))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await storedRevision(workspaceId)).toBe(2);
    expect(await (await get('session', cookie)).json()).toEqual({});
  });

  it('is no more once its user is suspended, or it has expired', async () => {
    const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
    const cookie = (sessionCookie(await signIn(user.email, PASSWORD)) ?? '').split(';')[0] ?? '';
    expect(await resolveActor(asked(cookie))).toMatchObject({
      kind: 'user',
      userId: user.id,
      ip: '203.0.113.7',
    });
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
    await expect(resolveActor(asked(cookie))).rejects.toMatchObject({ code: 'unauthenticated' });
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: null } });
    await db().session.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(0) } });
    await expect(resolveActor(asked(cookie))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('becomes a platform admin’s from the next request on', async () => {
    const cookie = await signedIn();
    await db().user.update({ where: { id: owner.id }, data: { platformAdmin: true } });
    expect(await resolveActor(asked(cookie))).toMatchObject({ platformAdmin: true });
    await db().user.update({ where: { id: owner.id }, data: { platformAdmin: false } });
    expect(await resolveActor(asked(cookie))).toMatchObject({ platformAdmin: false });
  });

  it.each([
    [{ origin: ORIGIN }, true],
    [{ origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, true],
    [{}, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://127.0.0.1:3001' }, false],
    [{ origin: 'https://127.0.0.1:3000' }, false],
    [{ origin: 'http://localhost:3000' }, false],
    [{ origin: `${ORIGIN}.evil.example` }, false],
    [{ origin: ORIGIN, 'sec-fetch-site': 'same-site' }, false],
    [{ origin: ORIGIN, 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }, false],
  ])('may write with %j: %s', async (sent, allowed) => {
    const attempt = resolveActor(
      asked(await signedIn(), { method: 'POST', headers: sent as Record<string, string> }),
    );
    if (allowed) await expect(attempt).resolves.toMatchObject({ userId: owner.id });
    else await expect(attempt).rejects.toMatchObject({ code: 'origin_not_allowed', status: 403 });
  });

  it('is nobody’s with a cookie that was altered, sealed elsewhere or sent twice', async () => {
    const cookie = await signedIn();
    for (const bad of [cookie.slice(0, -3), 'headroom.session=x', `${cookie}; ${cookie}`, '']) {
      await expect(resolveActor(asked(bad))).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });
});

describe('a management token', () => {
  const bearer = (secret: string) =>
    new Request('http://x/', { method: 'POST', headers: { authorization: `Bearer ${secret}` } });
  const makeToken = async (
    data: { workspaceId?: string; expiresAt?: Date; revokedAt?: Date } = {},
    user = owner,
  ) => {
    const secret = makeSecret('hrm_');
    const row = { id: newId(), userId: user.id, name: 'ci', hash: hashSecret(secret), last4: last4(secret) };
    await db().managementToken.create({ data: { ...row, ...data } });
    return secret;
  };

  it('acts as its user, from any origin', async () => {
    expect(await resolveActor(bearer(await makeToken()))).toMatchObject({
      kind: 'token',
      userId: owner.id,
      workspaceId: null,
    });
  });

  it('made for one workspace has no admin’s powers elsewhere', async () => {
    const admin = await makeUser({ platformAdmin: true });
    const { id } = await makeWorkspace(admin);
    expect(await resolveActor(bearer(await makeToken({ workspaceId: id }, admin)))).toMatchObject({
      platformAdmin: false,
      workspaceId: id,
    });
    expect(await resolveActor(bearer(await makeToken({}, admin)))).toMatchObject({ platformAdmin: true });
  });

  it('unknown, malformed, expired, revoked, a suspended user’s: one answer', async () => {
    const suspended = await makeUser();
    await db().user.update({ where: { id: suspended.id }, data: { suspendedAt: new Date() } });
    const messages = new Set<string>();
    for (const secret of [
      makeSecret('hrm_'),
      makeSecret('hr_live_'),
      'hrm_nonsense',
      await makeToken({ expiresAt: new Date(Date.now() - 1) }),
      await makeToken({ revokedAt: new Date() }),
      await makeToken({}, suspended),
    ]) {
      const error = await resolveActor(bearer(secret)).catch((e: Error) => e);
      expect(error).toMatchObject({ code: 'unauthenticated', status: 401 });
      messages.add((error as Error).message);
    }
    expect(messages.size).toBe(1);
  });

  it('a bad token is not saved by a good cookie', async () => {
    const cookie = (sessionCookie(await signIn(owner.email, PASSWORD)) ?? '').split(';')[0] ?? '';
    const request = asked(cookie, { headers: { authorization: 'Bearer hrm_nonsense' } });
    await expect(resolveActor(request)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
