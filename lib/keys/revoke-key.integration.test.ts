import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { type Cut, cutStore } from '../testing/cut';
import { makeRevisions, storedRevision } from '../testing/revision';
import { makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { createKey } from './create-key';
import { revokeKey } from './revoke-key';

let line: Cut;

beforeAll(async () => {
  line = await cutStore();
  await seedForTests();
});
afterAll(() => line.close());

it('a revocation that is pending is not answered as done until it is in force', async () => {
  const owner = await makeUser();
  const { id: workspaceId } = await makeWorkspace(owner);
  const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
  await makeRevisions(workspaceId, 'headroom');

  line.cut();
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(revokeKey(owner.actor, facts.id)).rejects.toMatchObject({ code: 'change_pending' });
  }
  line.restore();
  await expect
    .poll(() => revokeKey(owner.actor, facts.id).catch((error: { code: string }) => error.code))
    .toMatchObject({ id: facts.id });
  expect(await storedRevision(workspaceId)).toBe(2);
  expect(await db().revisionOutbox.count()).toBe(0);
  expect(await db().auditEntry.count({ where: { workspaceId, action: 'key.revoke' } })).toBe(1);
});

it('revoked from several tabs at the same moment, a key is revoked and audited once', async () => {
  const owner = await makeUser();
  const { id: workspaceId } = await makeWorkspace(owner);
  const { facts } = await createKey(owner.actor, workspaceId, { name: 'k' });
  const answers = await Promise.all(Array.from({ length: 5 }, () => revokeKey(owner.actor, facts.id)));
  const moments = new Set(answers.map(({ revoked_at }) => revoked_at));
  expect([...moments]).toEqual([expect.any(String)]);
  expect(await db().auditEntry.count({ where: { workspaceId, action: 'key.revoke' } })).toBe(1);
});
