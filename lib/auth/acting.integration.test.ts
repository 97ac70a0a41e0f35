import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { createKey } from '../keys/create-key';
import { loadSession as loadProductSession } from '../keys/load-session';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { getWorkspace } from '../workspaces/get-workspace';
import { listAudit } from '../workspaces/list-audit';
import { listWorkspaces } from '../workspaces/list-workspaces';
import { me } from '../workspaces/me';
import { patchWorkspace } from '../workspaces/patch-workspace';
import { changeActing, requireMayWrite, startActing, stopActing } from './acting';
import { sessionActor } from './resolve-actor';
import { openSession } from './session';

let admin: TestUser;
let owner: TestUser;
let sessionId: string;
let workspaceId: string;
let otherId: string;

beforeAll(seedForTests);
beforeEach(async () => {
  admin = await makeUser({ platformAdmin: true });
  owner = await makeUser();
  ({ id: workspaceId } = await makeWorkspace(owner));
  ({ id: otherId } = await makeWorkspace(owner));
  sessionId = await openSession(admin.id, { ip: null, userAgent: null });
});

/** Who the session is now, as every request finds out. */
async function now() {
  const actor = await sessionActor({ sessionId, userId: admin.id }, '127.0.0.1');
  if (actor?.kind !== 'user') throw new Error('no session');
  return actor;
}
const start = async () => startActing(await now(), { workspace_id: workspaceId, reason: 'They asked' });

describe('acting in a workspace', () => {
  it('shows it as its owner sees it, and nothing else', async () => {
    await start();
    const actor = await now();
    expect(actor).toMatchObject({ platformAdmin: false, name: 'Ada (acting)', acting: { write: false } });
    expect(await me(actor, otherId)).toMatchObject({
      user: { id: admin.id, platform_admin: false },
      workspaces: [{ id: workspaceId, role: 'owner' }],
      current_workspace_id: workspaceId,
      acting: { workspace: { id: workspaceId, name: 'Acme' }, write: false },
    });
    expect((await getWorkspace(actor, workspaceId)).role).toBe('owner');
    await expect(getWorkspace(actor, otherId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listWorkspaces(actor, {})).data.map((row) => row.id)).toEqual([workspaceId]);
    const audited = (await listAudit(actor, {})).data;
    expect(new Set(audited.map((entry) => entry.workspace_id))).toEqual(new Set([workspaceId]));
  });

  it('only looks, until changes are allowed; those are audited under a name that says so', async () => {
    await start();
    const looking = await now();
    expect(() => requireMayWrite(looking, 'GET')).not.toThrow();
    for (const method of ['POST', 'PATCH', 'DELETE'])
      expect(() => requireMayWrite(looking, method)).toThrow(/may only look/);
    await changeActing(looking, { write: true });
    const writing = await now();
    expect(() => requireMayWrite(writing, 'POST')).not.toThrow();
    const { facts } = await createKey(writing, workspaceId, { name: 'k' });
    expect(facts.owner.id).toBe(owner.id);
    // An owner's powers, no administrator's.
    await expect(patchWorkspace(writing, workspaceId, { plan: 'team' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await stopActing(writing);
    const entries = await db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
    expect(entries.map((entry) => [entry.action, entry.actorName])).toEqual([
      ['acting.start', 'Ada'],
      ['acting.write', 'Ada (acting)'],
      ['key.create', 'Ada (acting)'],
      ['acting.stop', 'Ada (acting)'],
    ]);
    expect(entries[0]?.after).toMatchObject({ write: false, reason: 'They asked' });
  });

  it('stopped, over after an hour, or no admin any more: their own powers or none', async () => {
    await start();
    await stopActing(await now());
    await stopActing(await now());
    expect(await now()).toMatchObject({ platformAdmin: true, acting: null, name: 'Ada' });
    await start();
    await db().session.update({ where: { id: sessionId }, data: { actingUntil: new Date(Date.now() - 1) } });
    expect(await now()).toMatchObject({ platformAdmin: true, acting: null });
    await expect(changeActing(await now(), { write: true })).rejects.toMatchObject({ code: 'conflict' });
    await start();
    await db().user.update({ where: { id: admin.id }, data: { platformAdmin: false } });
    expect(await now()).toMatchObject({ platformAdmin: false, acting: null });
    await expect(getWorkspace(await now(), workspaceId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('calls no models: neither there nor for the admin’s own workspace', async () => {
    const own = await makeWorkspace(admin);
    await expect(loadProductSession(sessionId, own.id)).resolves.toMatchObject({
      principal: { kind: 'session' },
    });
    await start();
    for (const id of [own.id, workspaceId, null])
      await expect(loadProductSession(sessionId, id)).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringMatching(/Stop acting first/),
      });
  });

  it('is for platform admins in a browser, and for workspaces that exist', async () => {
    await expect(startActing(owner.actor, { workspace_id: workspaceId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const token = { ...admin.actor, kind: 'token' as const, tokenId: sessionId, workspaceId: null };
    await expect(startActing(token, { workspace_id: workspaceId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(startActing(await now(), { workspace_id: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'not_found',
    });
    await start();
    await expect(startActing(await now(), { workspace_id: otherId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
