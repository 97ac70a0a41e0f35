import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MailServer } from '../../alerts/mail-server.fixture';
import { db } from '../../db/client';
import { makeRevisions, storedRevision } from '../../testing/revision';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../../testing/tenants';
import { hashPassword, passwordFits } from '../password';
import { loadSession, openSession } from '../session';
import { signIn } from '../sign-in';
import { askReset } from './ask-reset';
import { giveReset } from './give-reset';
import { resetLinkFor } from './link-for';
import { ASKED_MS, issueReset } from './reset-link';
import { resetFor, setPasswordByLink } from './use-reset';

const server = new MailServer();
let user: TestUser;
let admin: TestUser;
let ip = 0;

beforeAll(async () => {
  // Before anything reads the environment, which is read once.
  vi.stubEnv('SMTP_URL', await server.listen());
  vi.stubEnv('BASE_URL', 'https://quota.example.com');
  await seedForTests();
  admin = await makeUser({ platformAdmin: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});
beforeEach(async () => {
  user = await makeUser({ passwordHash: await hashPassword('the old password') });
  server.taken.length = 0;
});

const ask = (email: string) => askReset({ email }, `192.0.2.${ip++}`);
const use = (token: string, password = 'the new password') => setPasswordByLink({ token, password });
const mails = () => server.taken.filter(({ to }) => to === user.email);
/** The token in the one mail that the user got. */
async function mailed(): Promise<string> {
  await vi.waitFor(() => expect(mails()).toHaveLength(1), { timeout: 20_000, interval: 50 });
  // Quoted-printable: long lines are broken with "=", and "=" is "=3D".
  const text = mails()[0]?.text.replaceAll(/=\n/g, '').replaceAll('=3D', '=') ?? '';
  return /https:\/\/quota\.example\.com\/reset\?token=([\w-]{32})/.exec(text)?.[1] ?? text;
}
const link = (validMs = ASKED_MS) =>
  db().$transaction((tx) => issueReset(tx, { userId: user.id, createdBy: null, validMs }));
const over = { code: 'forbidden', details: { field: 'token' } };

describe('a link that sets a new password', () => {
  it('is mailed to who asks, sets the password once, signs every browser out and forgives old guesses', async () => {
    const { id } = await makeWorkspace(user);
    await makeRevisions(id, 'headroom');
    const sessionId = await openSession(user.id, { ip: null, userAgent: null });
    for (let i = 0; i < 10; i++) expect(await signIn(user.email, 'a guess', null)).toBeNull();
    await expect(signIn(user.email, 'the old password', null)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
    await ask(user.email.toUpperCase());
    const token = await mailed();
    expect(await resetFor(token)).toEqual({ email: user.email });
    expect(await use(token)).toEqual({ email: user.email });
    expect(await signIn(user.email, 'the new password', null)).toEqual({ id: user.id });
    expect(await loadSession({ sessionId, userId: user.id })).toBeNull();
    // Product routes know sessions by revision.
    expect(await storedRevision(id)).toBe(2);
    expect(await resetFor(token)).toBeNull();
    await expect(use(token, 'a third password')).rejects.toMatchObject(over);
    const entry = await db().auditEntry.findFirst({
      where: { action: 'user.password_reset', targetId: user.id },
    });
    expect(entry).toMatchObject({ actorKind: 'system', before: null, after: null });
  });

  it('of any number of uses at once, one sets the password', async () => {
    const { token } = await link();
    const passwords = ['password number 1', 'password number 2', 'password number 3'];
    const uses = await Promise.allSettled(passwords.map((password) => use(token, password)));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } });
    const won = passwords[uses.findIndex(({ status }) => status === 'fulfilled')] ?? '';
    expect(await passwordFits(won, passwordHash)).toBe(true);
  });

  it('is useless once a newer one was made, when its hour is over, and for a suspended account', async () => {
    const first = await link();
    const second = await link();
    await expect(use(first.token)).rejects.toMatchObject(over);
    expect(await resetFor(second.token)).not.toBeNull();
    await expect(use((await link(-1)).token)).rejects.toMatchObject(over);
    const last = await link();
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
    await expect(use(last.token)).rejects.toMatchObject(over);
    await expect(use('made-up')).rejects.toMatchObject(over);
  });

  it('takes a password as long as sign-up does, and says which field is wrong', async () => {
    const { token } = await link();
    await expect(use(token, 'short')).rejects.toMatchObject({ details: { field: 'password' } });
    expect(await resetFor(token)).not.toBeNull();
  });
});

describe('asking', () => {
  it('tells nobody who has an account: the answer is the same, and only who has one is mailed', async () => {
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
    const known = await makeUser();
    expect(await ask('nobody@example.com')).toBeUndefined();
    expect(await ask(user.email)).toBeUndefined();
    expect(await ask(known.email)).toBeUndefined();
    await vi.waitFor(() => expect(server.taken.map(({ to }) => to)).toEqual([known.email]), {
      timeout: 20_000,
    });
    expect(await db().passwordReset.count({ where: { userId: user.id } })).toBe(0);
  });

  it('is counted by account, so that nobody fills a mailbox', async () => {
    for (let i = 0; i < 5; i++) await ask('filled@example.com');
    await expect(ask('filled@example.com')).rejects.toMatchObject({ code: 'too_many_attempts' });
  });
});

describe('an admin', () => {
  it('has a link mailed to the person and never sees it', async () => {
    const given = await giveReset(admin.actor, user.id);
    expect(given).toMatchObject({ sent_to: user.email, token: null });
    expect(await use(await mailed())).toEqual({ email: user.email });
  });

  it('is shown the link where the mail server takes nothing', async () => {
    await server.close();
    const said = await resetLinkFor(user.email);
    expect(said).toMatch(
      /^Open https:\/\/quota\.example\.com\/reset\?token=[\w-]{32} to set a new password\./,
    );
    const given = await giveReset(admin.actor, user.id);
    expect(given).toMatchObject({ sent_to: null, token: expect.stringMatching(/^[\w-]{32}$/) });
    expect(await use(given.token ?? '')).toEqual({ email: user.email });
  });

  it('makes none for a missing or suspended account; nobody else makes any', async () => {
    await expect(giveReset(admin.actor, 'x')).rejects.toMatchObject({ code: 'not_found' });
    await expect(giveReset(user.actor, user.id)).rejects.toMatchObject({ code: 'forbidden' });
    await db().user.update({ where: { id: user.id }, data: { suspendedAt: new Date() } });
    await expect(giveReset(admin.actor, user.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});
