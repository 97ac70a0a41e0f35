import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { env } from '../env';
import { newId } from '../ids';
import { guard } from '../redis/guard';
import { makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { hashInvite } from './invite';
import { makeAdmin } from './make-admin';
import { passwordFits } from './password';
import { signUp } from './sign-up';
import { userForIdentity } from './social';

beforeAll(seedForTests);

let n = 0;
const body = (more: object = {}) => ({
  email: `New${++n}@Example.com`,
  password: 'correct horse battery',
  name: 'Grace',
  ...more,
});
const user = (email: string) => db().user.findUnique({ where: { email: email.toLowerCase() } });
/** The door as the environment says, for the length of one test. */
const withDoor = async (door: 'open' | 'invite' | 'off', work: () => Promise<void>) => {
  const before = env().SIGN_UP;
  env().SIGN_UP = door;
  try {
    await work();
  } finally {
    env().SIGN_UP = before;
  }
};
const invite = async (data: { email?: string; workspaceId?: string; expiresAt?: Date } = {}) => {
  const token = `invite-${++n}`;
  const expiresAt = new Date(Date.now() + 60_000);
  await db().invite.create({ data: { id: newId(), tokenHash: hashInvite(token), expiresAt, ...data } });
  return token;
};

describe('sign-up', () => {
  it('makes a user and a workspace of their own on the lowest plan, audited, with an argon2id hash', async () => {
    const input = body();
    const made = await signUp(input, '203.0.113.7');
    expect(made.user).toEqual({ id: expect.any(String), email: input.email.toLowerCase(), name: 'Grace' });
    const workspace = await db().workspace.findUniqueOrThrow({
      where: { id: made.workspace_id },
      include: { plan: true, members: true },
    });
    expect(workspace).toMatchObject({
      name: "Grace's workspace",
      catalogId: 'headroom',
      plan: { slug: 'free' },
      members: [{ userId: made.user.id, role: 'owner' }],
    });
    const row = await user(input.email);
    expect(row).toMatchObject({ platformAdmin: false, passwordHash: expect.stringMatching(/^\$argon2id\$/) });
    expect(await passwordFits(input.password, row?.passwordHash ?? null)).toBe(true);
    expect(await passwordFits('another password', row?.passwordHash ?? null)).toBe(false);
    const actions = await db().auditEntry.findMany({
      where: { targetId: { in: [made.user.id, made.workspace_id] } },
    });
    expect(actions.map((entry) => entry.action).sort()).toEqual(['user.create', 'workspace.create']);
    expect(JSON.stringify(actions)).not.toContain('argon2id');
  });

  it.each([
    [{ email: 'nobody' }, 'email must be an e-mail address.'],
    [{ password: 'short' }, 'password must have at least 10 characters.'],
    [{ name: ' ' }, 'name must not be empty.'],
    [{ role: 'admin' }, 'role is not a known field.'],
    [{ platform_admin: true }, 'platform_admin is not a known field.'],
  ])('%j is refused: %s', async (wrong, message) => {
    await expect(signUp(body(wrong), null)).rejects.toMatchObject({ message, status: 400 });
  });

  it('a known e-mail is a conflict, also when two come at once', async () => {
    const input = body();
    const attempts = await Promise.allSettled([signUp(input, null), signUp(input, null)]);
    const failed = attempts.flatMap((a) => (a.status === 'rejected' ? [a.reason] : []));
    expect(failed).toMatchObject([{ code: 'conflict', status: 409 }]);
    await expect(signUp({ ...input, email: input.email.toUpperCase() }, null)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('switched off, or without an invitation where one is needed, leaves nothing behind', async () => {
    for (const door of ['off', 'invite'] as const) {
      await withDoor(door, async () => {
        const input = body();
        await expect(signUp(input, null)).rejects.toMatchObject({ code: 'forbidden' });
        expect(await user(input.email)).toBeNull();
      });
    }
  });

  it('an invitation opens the door once, for the one it is for', async () => {
    await withDoor('invite', async () => {
      const token = await invite();
      const [first, second] = await Promise.allSettled([
        signUp(body({ invite: token }), null),
        signUp(body({ invite: token }), null),
      ]);
      expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
      await expect(
        signUp(body({ invite: await invite({ email: 'other@example.com' }) }), null),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await expect(
        signUp(body({ invite: await invite({ expiresAt: new Date(0) }) }), null),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await expect(signUp(body({ invite: 'made up' }), null)).rejects.toMatchObject({ code: 'forbidden' });
    });
  });

  it('an invitation to a workspace joins it with its role instead of opening one', async () => {
    const owner = await makeUser();
    const { id: workspaceId } = await makeWorkspace(owner);
    const made = await signUp(body({ invite: await invite({ workspaceId }) }), null);
    expect(made.workspace_id).toBe(workspaceId);
    expect(await db().member.findMany({ where: { userId: made.user.id } })).toMatchObject([
      { workspaceId, role: 'developer' },
    ]);
  });

  it('from one address the 101st within an hour is refused', async () => {
    const [ip, rule] = ['198.51.100.1', { limit: 100, windowMs: 3_600_000 }] as const;
    for (let i = 0; i < 99; i++) await guard('sign-up', ip, rule);
    await signUp(body(), ip);
    await expect(signUp(body(), ip)).rejects.toMatchObject({ code: 'too_many_attempts', status: 429 });
    await signUp(body(), '198.51.100.2');
  });
});

describe('sign-in at an outside provider', () => {
  const identity = (email: string, emailVerified: boolean, providerAccountId = `${++n}`) => ({
    provider: 'oidc',
    providerAccountId,
    email,
    emailVerified,
    name: 'Grace',
  });

  it('a new identity gets an account and finds it again, whatever its e-mail becomes', async () => {
    const first = await userForIdentity(identity(`o${++n}@example.com`, false, 'sub-1'));
    const again = await userForIdentity(identity('changed@example.com', false, 'sub-1'));
    expect(first?.id).toBeDefined();
    expect(again?.id).toBe(first?.id);
  });

  it('opens an existing account only with an e-mail that the provider vouches for', async () => {
    const known = await makeUser();
    expect(await userForIdentity(identity(known.email, false))).toBeNull();
    expect((await userForIdentity(identity(known.email.toUpperCase(), true)))?.id).toBe(known.id);
  });

  it('never joins an account with a password: whoever signed up with the address first would share it', async () => {
    const squatter = await makeUser({ passwordHash: 'x' });
    expect(await userForIdentity(identity(squatter.email, true))).toBeNull();
    expect(await userForIdentity(identity(' ', true))).toBeNull();
  });

  it('lets no suspended user in, and no stranger where sign-up is closed', async () => {
    const known = await makeUser();
    await userForIdentity(identity(known.email, true, 'sub-2'));
    await db().user.update({ where: { id: known.id }, data: { suspendedAt: new Date() } });
    expect(await userForIdentity(identity(known.email, true, 'sub-2'))).toBeNull();
    await withDoor('off', async () => {
      await expect(userForIdentity(identity(`o${++n}@example.com`, true))).rejects.toMatchObject({
        code: 'forbidden',
      });
    });
  });
});

describe('npm run admin', () => {
  it('makes a platform admin, audited, and says what it did', async () => {
    const someone = await makeUser();
    expect(await makeAdmin(` ${someone.email.toUpperCase()}`)).toMatch(/is now a platform admin/);
    expect((await user(someone.email))?.platformAdmin).toBe(true);
    expect(await db().auditEntry.findFirst({ where: { targetId: someone.id } })).toMatchObject({
      actorKind: 'system',
      action: 'user.platform_admin',
    });
    expect(await makeAdmin(someone.email)).toMatch(/already/);
  });

  it('an unknown e-mail, or none, is told what to do', async () => {
    await expect(makeAdmin('nobody@example.com')).rejects.toThrow(
      'There is no account with the e-mail nobody@example.com. Sign up with it first, then run this again.',
    );
    await expect(makeAdmin('')).rejects.toThrow('Say whom: npm run admin -- EMAIL');
  });
});
