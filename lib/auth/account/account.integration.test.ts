import { beforeAll, beforeEach, expect, it } from 'vitest';
import { db } from '../../db/client';
import { makeRevisions, storedRevision } from '../../testing/revision';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../../testing/tenants';
import { hashPassword, passwordFits } from '../password';
import { loadSession, openSession } from '../session';
import { changePassword } from './change-password';
import { editProfile } from './edit-profile';
import { listSessions } from './list-sessions';
import { revokeSession } from './revoke-session';

let user: TestUser;
let here: string;
let there: string;

beforeAll(seedForTests);
beforeEach(async () => {
  user = await makeUser({ passwordHash: await hashPassword('correct horse') });
  here = await openSession(user.id, { ip: '192.0.2.1', userAgent: 'Firefox/1' });
  there = await openSession(user.id, { ip: null, userAgent: null });
  user.actor = { ...user.actor, sessionId: here };
});

const stands = async (sessionId: string) => (await loadSession({ sessionId, userId: user.id })) !== null;

it('a person renames themselves; audited', async () => {
  expect(await editProfile(user.actor, { name: ' Lin ' })).toEqual({ name: 'Lin' });
  const [entry] = await db().auditEntry.findMany({ where: { targetId: user.id } });
  expect(entry).toMatchObject({ action: 'user.name', before: { name: 'Ada' }, after: { name: 'Lin' } });
});

it('a new password takes the current one, and signs every other browser out', async () => {
  const { id } = await makeWorkspace(user);
  await makeRevisions(id, 'headroom');
  await expect(
    changePassword(user.actor, { current: 'wrong', next: 'battery staple' }),
  ).rejects.toMatchObject({ code: 'forbidden', details: { field: 'current' } });
  expect([await stands(here), await stands(there)]).toEqual([true, true]);
  await changePassword(user.actor, { current: 'correct horse', next: 'battery staple' });
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } });
  expect(await passwordFits('battery staple', passwordHash)).toBe(true);
  expect([await stands(here), await stands(there)]).toEqual([true, false]);
  // Product routes know sessions by revision.
  expect(await storedRevision(id)).toBe(2);
  await expect(changePassword(user.actor, { current: 'x', next: 'short' })).rejects.toMatchObject({
    message: 'next must have at least 10 characters.',
  });
});

it('guesses at the current password are counted', async () => {
  const guess = () => changePassword(user.actor, { current: 'guess', next: 'battery staple' });
  for (let i = 0; i < 10; i++) await expect(guess()).rejects.toMatchObject({ code: 'forbidden' });
  await expect(guess()).rejects.toMatchObject({ code: 'too_many_attempts' });
});

it('sessions are listed with the one that asks, and signed out one by one', async () => {
  const listed = await listSessions(user.actor);
  expect(listed.map(({ id, current }) => [id, current]).sort()).toEqual(
    [
      [here, true],
      [there, false],
    ].sort(),
  );
  await revokeSession(user.actor, there);
  await revokeSession(user.actor, there);
  expect([await stands(here), await stands(there)]).toEqual([true, false]);
  expect(await listSessions(user.actor)).toMatchObject([{ id: here, ip: '192.0.2.1' }]);
});

it('nobody ends another’s session; tokens and acting admins change no account', async () => {
  const stranger = await makeUser();
  await expect(revokeSession(stranger.actor, there)).rejects.toMatchObject({ code: 'not_found' });
  const token = { ...user.actor, kind: 'token' as const, tokenId: here, workspaceId: null };
  await expect(editProfile(token, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  const acting = { ...user.actor, acting: { workspaceId: here, write: true, untilMs: Date.now() + 1000 } };
  await expect(listSessions(acting)).rejects.toMatchObject({ code: 'forbidden' });
});
