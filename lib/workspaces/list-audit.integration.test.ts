import { describe, expect, it } from 'vitest';
import { record } from '../audit/record';
import { db } from '../db/client';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { makeMember, makeUser, makeWorkspace } from '../testing/tenants';
import { listAudit } from './list-audit';
import { patchWorkspace } from './patch-workspace';

makeWorkspaceForEach();

describe('the audit log', () => {
  it('an admin reads all, owners and admins theirs, others none', async () => {
    await patchWorkspace(admin.actor, workspaceId, { plan: 'team' });
    const stranger = await makeUser();
    const elsewhere = await makeWorkspace(stranger);
    await patchWorkspace(admin.actor, elsewhere.id, { plan: 'team' });
    const mine = await listAudit(owner.actor, {});
    expect(mine.data.map((entry) => entry.workspace_id)).toEqual([workspaceId]);
    expect(mine.data[0]).toMatchObject({
      actor: { kind: 'user', id: admin.id, name: 'Ada' },
      action: 'workspace.plan',
      target: { kind: 'workspace', id: workspaceId },
      before: { plan: 'free' },
      after: { plan: 'team' },
    });
    const all = await listAudit(admin.actor, {});
    expect(new Set(all.data.map((entry) => entry.workspace_id))).toContain(elsewhere.id);
    await expect(listAudit(owner.actor, { workspace: elsewhere.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    for (const role of ['developer', 'viewer'] as const) {
      const user = await makeMember(workspaceId, role);
      await expect(listAudit(user.actor, {})).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listAudit(user.actor, { workspace: workspaceId })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it('pages without gaps through entries of one instant, and filters', async () => {
    const target = { kind: 'key', id: 'x', name: 'x' };
    await db().$transaction(async (tx) => {
      for (let i = 0; i < 5; i++)
        await record(tx, owner.actor, { action: `key.test${i}`, workspaceId, target });
    });
    await db().auditEntry.updateMany({ where: { workspaceId }, data: { at: new Date(1_700_000_000_000) } });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(owner.actor, {
        limit: '2',
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map((entry) => entry.action));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['key.test4', 'key.test3', 'key.test2', 'key.test1', 'key.test0']);
    const count = async (query: object) => (await listAudit(owner.actor, query)).data.length;
    expect(await count({ action: 'key.test3' })).toBe(1);
    expect(await count({ action: 'key' })).toBe(5);
    expect(await count({ actor: owner.id })).toBe(5);
    expect(await count({ actor: 'nobody' })).toBe(0);
    expect(await count({ from: '2023-11-14T22:13:20Z' })).toBe(5);
    expect(await count({ to: '2023-11-14T22:13:20Z' })).toBe(0);
    await expect(listAudit(owner.actor, { cursor: 'x' })).rejects.toMatchObject({
      details: { field: 'cursor' },
    });
  });
});
