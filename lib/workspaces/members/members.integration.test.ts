import { describe, expect, it } from 'vitest';
import { newAccount } from '../../auth/new-account';
import { db, type Tx } from '../../db/client';
import { newId } from '../../ids';
import { makeKey } from '../../testing/gateway';
import { meanwhile } from '../../testing/meanwhile';
import { makeWorkspaceForEach, owner, workspaceId } from '../../testing/owned-workspace';
import { makeMember, makeUser, type TestUser } from '../../testing/tenants';
import { listMembers } from '../list-members';
import { acceptInvite, inviteFor } from './accept-invite';
import { changeRole } from './change-role';
import { createInvite } from './create-invite';
import { listInvites } from './list-invites';
import { removeMember } from './remove-member';
import { revokeInvite } from './revoke-invite';

makeWorkspaceForEach();

const roles = async () =>
  Object.fromEntries(
    (await listMembers(owner.actor, workspaceId, {})).data.map(({ user, role }) => [user.id, role]),
  );
const trail = async () =>
  (await db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })).map((e) => e.action);

describe('members', () => {
  it('get another role, and leave or are removed; each is audited', async () => {
    const ada = await makeMember(workspaceId, 'developer');
    const lin = await makeMember(workspaceId, 'viewer');
    await expect(changeRole(owner.actor, workspaceId, ada.id, { role: 'admin' })).resolves.toMatchObject({
      role: 'admin',
      user: { id: ada.id },
    });
    await removeMember(ada.actor, workspaceId, lin.id);
    await removeMember(ada.actor, workspaceId, ada.id);
    expect(await roles()).toEqual({ [owner.id]: 'owner' });
    expect(await trail()).toEqual(['member.role', 'member.remove', 'member.remove']);
  });

  it('only owners make owners or touch one', async () => {
    const admin = await makeMember(workspaceId, 'admin');
    const other = await makeMember(workspaceId, 'viewer');
    const forbidden = { code: 'forbidden' };
    const by = (user: TestUser, id: string, role: string) =>
      changeRole(user.actor, workspaceId, id, { role });
    await expect(by(admin, other.id, 'owner')).rejects.toMatchObject(forbidden);
    await expect(by(admin, owner.id, 'viewer')).rejects.toMatchObject(forbidden);
    await expect(removeMember(admin.actor, workspaceId, owner.id)).rejects.toMatchObject(forbidden);
    await expect(by(other, admin.id, 'viewer')).rejects.toMatchObject(forbidden);
    await expect(removeMember(other.actor, workspaceId, admin.id)).rejects.toMatchObject(forbidden);
    await expect(createInvite(admin.actor, workspaceId, { role: 'owner' })).rejects.toMatchObject(forbidden);
    await by(owner, other.id, 'owner');
    expect((await roles())[other.id]).toBe('owner');
  });

  it('a workspace keeps an owner, also when two owners go at once', async () => {
    const conflict = { code: 'conflict', message: expect.stringMatching(/last owner/) };
    await expect(removeMember(owner.actor, workspaceId, owner.id)).rejects.toMatchObject(conflict);
    await expect(changeRole(owner.actor, workspaceId, owner.id, { role: 'viewer' })).rejects.toMatchObject(
      conflict,
    );
    const second = await makeMember(workspaceId, 'owner');
    const both = await Promise.allSettled([
      removeMember(owner.actor, workspaceId, owner.id),
      removeMember(second.actor, workspaceId, second.id),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db().member.count({ where: { workspaceId, role: 'owner' } })).toBe(1);
  });
});

it('a member who is removed leaves their keys to the first owner; they go on working', async () => {
  const lin = await makeMember(workspaceId, 'developer');
  const { id } = await makeKey({ id: workspaceId, catalogId: 'headroom' }, lin.id);
  await removeMember(owner.actor, workspaceId, lin.id);
  const key = await db().apiKey.findUniqueOrThrow({ where: { id } });
  expect(key).toMatchObject({ ownerId: owner.id, revokedAt: null });
  const entry = await db().auditEntry.findFirst({ where: { action: 'member.remove', targetId: lin.id } });
  expect(entry?.after).toEqual({ keys_to_owner: 1 });
});

describe('invitations', () => {
  const invite = (body: object = { role: 'developer' }) => createInvite(owner.actor, workspaceId, body);

  it('let one person join, once', async () => {
    const { token, id } = await invite();
    expect(await inviteFor(token)).toEqual({ workspace: 'Acme', role: 'developer', email: null });
    expect(await listInvites(owner.actor, workspaceId)).toMatchObject([{ id, role: 'developer' }]);
    expect(JSON.stringify(await listInvites(owner.actor, workspaceId))).not.toContain(token);
    const people = [await makeUser(), await makeUser()];
    const both = await Promise.allSettled(people.map((person) => acceptInvite(person.actor, { token })));
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db().member.count({ where: { workspaceId } })).toBe(2);
    expect(await inviteFor(token)).toBeNull();
    expect(await listInvites(owner.actor, workspaceId)).toEqual([]);
    expect(await trail()).toEqual(['member.invite', 'member.add']);
  });

  it('for an address are for that account alone; withdrawn or over they are for nobody', async () => {
    const ada = await makeUser();
    const { token } = await invite({ role: 'viewer', email: ada.email.toUpperCase() });
    await expect(acceptInvite((await makeUser()).actor, { token })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(acceptInvite(ada.actor, { token })).resolves.toEqual({ workspace_id: workspaceId });
    const withdrawn = await invite();
    await revokeInvite(owner.actor, withdrawn.id);
    await revokeInvite(owner.actor, withdrawn.id);
    expect((await trail()).filter((action) => action === 'invite.revoke')).toHaveLength(1);
    const old = await invite();
    await db().invite.update({ where: { id: old.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    for (const { token: dead } of [withdrawn, old]) {
      expect(await inviteFor(dead)).toBeNull();
      await expect(acceptInvite((await makeUser()).actor, { token: dead })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await expect(acceptInvite(ada.actor, { token: (await invite()).token })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it.each<[string, (token: string) => Promise<unknown>]>([
    ['an account', async (token) => acceptInvite((await makeUser()).actor, { token })],
    [
      'a sign-up',
      (invite) => {
        const lin = { email: `${newId()}@example.com`, name: 'Lin', passwordHash: null, invite };
        return db().$transaction((tx) => newAccount(tx, lin));
      },
    ],
  ])(
    'of a workspace that is deleted meanwhile let %s in no more, and do not keep it from going',
    async (_, use) => {
      const { token } = await invite();
      const remove = async (tx: Tx) => {
        await tx.invite.deleteMany({ where: { workspaceId } });
        await tx.workspace.update({ where: { id: workspaceId }, data: { deletedAt: new Date() } });
      };
      expect(await meanwhile(workspaceId, () => use(token), remove)).toBe('not_found');
      expect(await db().member.count({ where: { workspaceId } })).toBe(1);
    },
  );

  it('are made and seen by owners and admins alone; a stranger meets a 404', async () => {
    const developer = await makeMember(workspaceId, 'developer');
    const stranger = await makeUser();
    const { id } = await invite();
    await expect(createInvite(developer.actor, workspaceId, { role: 'viewer' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(listInvites(developer.actor, workspaceId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(revokeInvite(stranger.actor, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
