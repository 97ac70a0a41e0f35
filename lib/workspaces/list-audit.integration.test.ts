import { describe, expect, it } from 'vitest';
import { GET as getAudit } from '../../app/api/manage/audit/route';
import { record } from '../audit/record';
import { db } from '../db/client';
import { call, tokenOf } from '../testing/manage-call';
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

  it('is a CSV of every entry that fits, however many pages they are; who may not read it gets none', async () => {
    await db().$executeRaw`
      INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor_name, workspace_id, action, target_kind,
        target_id, target_name, after)
      SELECT gen_random_uuid(), to_timestamp(n), 'system', 'test', '=cmd()', ${workspaceId}::uuid, 'key.n' || n, 'key',
        'x', 'x', '{"a": "b,c"}'
      FROM generate_series(1, 401) AS n`;
    const headers = { accept: 'text/csv' };
    const query = { workspace: workspaceId, action: 'key.n' };
    const { status, body } = await call<string>(getAudit, await tokenOf(owner), { query, headers });
    expect(status).toBe(200);
    const [head, ...rows] = body.trimEnd().split('\n');
    expect(head).toBe(
      'at,action,target_kind,target_id,target,actor_kind,actor_id,actor,ip,workspace_id,before,after',
    );
    expect(rows.map((row) => row.split(',')[1])).toEqual(
      Array.from({ length: 401 }, (_, n) => `key.n${401 - n}`),
    );
    expect(rows.at(-1)).toBe(
      `1970-01-01T00:00:01.000Z,key.n1,key,x,x,system,test,'=cmd(),,${workspaceId},,"{""a"":""b,c""}"`,
    );
    const viewer = await tokenOf(await makeMember(workspaceId, 'viewer'));
    expect((await call(getAudit, viewer, { query, headers })).status).toBe(403);
  });
});
