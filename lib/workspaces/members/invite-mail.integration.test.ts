import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MailServer } from '../../alerts/mail-server.fixture';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../../testing/tenants';
import { acceptInvite } from './accept-invite';
import { createInvite } from './create-invite';

const server = new MailServer();
let owner: TestUser;
let id: string;

beforeAll(async () => {
  // Before anything reads the environment, which is read once.
  vi.stubEnv('SMTP_URL', await server.listen());
  vi.stubEnv('BASE_URL', 'https://quota.example.com/');
  await seedForTests();
  owner = await makeUser();
  ({ id } = await makeWorkspace(owner));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const textTo = (to: string) =>
  server.taken
    .find((mail) => mail.to === to)
    ?.text.replaceAll(/=\n/g, '')
    .replaceAll('=3D', '=');

it('an invitation that names a person is mailed to them, and its link lets them join', async () => {
  const grace = await makeUser();
  const made = await createInvite(owner.actor, id, { role: 'admin', email: grace.email });
  expect(made.sent_to).toBe(grace.email);
  const text = textTo(grace.email) ?? '';
  expect(text).toContain('Ada invites you to the workspace "Acme" on Headroom, as admin.');
  const token = /https:\/\/quota\.example\.com\/join\?invite=([\w-]+)/.exec(text)?.[1];
  expect(token).toBe(made.token);
  expect(await acceptInvite(grace.actor, { token })).toEqual({ workspace_id: id });
});

it('one for whoever has the link is mailed to nobody', async () => {
  const before = server.taken.length;
  expect(await createInvite(owner.actor, id, { role: 'viewer' })).toMatchObject({
    email: null,
    sent_to: null,
  });
  expect(server.taken).toHaveLength(before);
});

it('is made all the same where the mail server takes nothing: its link is handed over', async () => {
  await server.close();
  const grace = await makeUser();
  const made = await createInvite(owner.actor, id, { role: 'viewer', email: grace.email });
  expect(made.sent_to).toBeNull();
  expect(await acceptInvite(grace.actor, { token: made.token })).toEqual({ workspace_id: id });
});
