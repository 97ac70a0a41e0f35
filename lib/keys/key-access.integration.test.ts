import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeMember, makeUser, makeWorkspace } from '../testing/tenants';
import { createKey } from './create-key';
import { getKey } from './get-key';
import { listKeys } from './list-keys';
import { revokeKey } from './revoke-key';
import { rotateKey } from './rotate-key';
import { updateKey } from './update-key';

makeWorkspaceForEach();

const row = (id: string) => db().apiKey.findUniqueOrThrow({ where: { id } });

describe('who may do what', () => {
  const roles = ['viewer', 'developer', 'admin', 'owner'] as const;
  it.each(roles)('%s', async (role) => {
    const user = role === 'owner' ? owner : await makeMember(workspaceId, role);
    const { facts: others } = await createKey(admin.actor, workspaceId, {
      name: 'theirs',
      owner_id: owner.id,
    });
    const allowed = async (attempt: Promise<unknown>) =>
      attempt.then(
        () => true,
        (error) => {
          expect(error).toMatchObject({ code: 'forbidden', status: 403 });
          return false;
        },
      );
    expect(await allowed(getKey(user.actor, others.id))).toBe(true);
    expect(await allowed(listKeys(user.actor, workspaceId, {}))).toBe(true);
    expect(await allowed(createKey(user.actor, workspaceId, { name: 'k' }))).toBe(role !== 'viewer');
    const mayOthers = role === 'admin' || role === 'owner';
    expect(await allowed(updateKey(user.actor, others.id, { name: 'x' }))).toBe(mayOthers);
    expect(await allowed(rotateKey(user.actor, others.id, { overlap_seconds: 0 }))).toBe(mayOthers);
    expect(await allowed(revokeKey(user.actor, others.id))).toBe(mayOthers);
    if (role === 'viewer') return;
    const { facts: own } = await createKey(user.actor, workspaceId, { name: 'mine' });
    expect(await allowed(updateKey(user.actor, own.id, { name: 'x' }))).toBe(true);
    expect(await allowed(rotateKey(user.actor, own.id, { overlap_seconds: 60 }))).toBe(true);
    expect(await allowed(revokeKey(user.actor, own.id))).toBe(true);
  });

  it('a platform admin: everything', async () => {
    const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
    await updateKey(admin.actor, facts.id, { rpm: 10 });
    await rotateKey(admin.actor, facts.id, { overlap_seconds: 0 });
    expect((await revokeKey(admin.actor, facts.id)).revoked_at).not.toBeNull();
  });

  it('a foreign key or workspace is the same 404 as a missing one', async () => {
    const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
    const stranger = await makeUser();
    await makeWorkspace(stranger);
    const attempts = (keyId: string, workspace: string) => [
      getKey(stranger.actor, keyId),
      updateKey(stranger.actor, keyId, { name: 'x' }),
      rotateKey(stranger.actor, keyId, { overlap_seconds: 0 }),
      revokeKey(stranger.actor, keyId),
      createKey(stranger.actor, workspace, { name: 'x' }),
      listKeys(stranger.actor, workspace, {}),
    ];
    const said = async (list: Promise<unknown>[]) =>
      Promise.all(
        list.map((attempt) =>
          attempt.then(
            () => 'done',
            (e) => `${e.code} ${e.message}`,
          ),
        ),
      );
    const foreign = await said(attempts(facts.id, workspaceId));
    const missing = await said(attempts(crypto.randomUUID(), crypto.randomUUID()));
    const nonsense = await said(attempts('1', "x' or 1=1"));
    expect(foreign).toEqual(missing);
    expect(nonsense).toEqual(missing);
    expect(foreign.every((text) => text.startsWith('not_found'))).toBe(true);
    expect((await row(facts.id)).revokedAt).toBeNull();
  });

  it('a token for one workspace reaches no other of its user', async () => {
    const other = await makeWorkspace(owner);
    const { facts } = await createKey(owner.actor, other.id, { name: 'k' });
    const { sessionId: _, ...user } = owner.actor;
    const bound = { ...user, kind: 'token' as const, tokenId: crypto.randomUUID(), workspaceId };
    await expect(getKey(bound, facts.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createKey(bound, workspaceId, { name: 'k' })).resolves.toBeDefined();
  });
});
