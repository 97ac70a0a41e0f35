import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { createKey } from '../keys/create-key';
import { grantKeyCredit } from '../keys/grant-key-credit';
import { admin, makeWorkspaceForEach, owner, workspaceId } from '../testing/owned-workspace';
import { grantCredit } from './grant-credit';
import { patchWorkspace } from './patch-workspace';

makeWorkspaceForEach();

const key = async (body: object) =>
  (await createKey(owner.actor, workspaceId, { name: 'k', ...body })).facts.id;
const actions = async () =>
  (await db().auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })).map((e) => e.action);

describe('granting credit', () => {
  it('to a key: two grants at once add up, audited with amount and note', async () => {
    const id = await key({ budget: { amount: '10', period: 'lifetime' } });
    await Promise.all([
      grantKeyCredit(admin.actor, id, { amount: '2.50', note: 'outage' }),
      grantKeyCredit(admin.actor, id, { amount: '0.000001' }),
    ]);
    const row = await db().apiKey.findUniqueOrThrow({ where: { id } });
    expect(row.budgetMicros).toBe(12_500_001n);
    expect(await actions()).toEqual(['key.create', 'key.credit', 'key.credit']);
    const entries = await db().auditEntry.findMany({ where: { workspaceId, action: 'key.credit' } });
    expect(entries.map((entry) => entry.after)).toEqual(
      expect.arrayContaining([expect.objectContaining({ credit: '2.50', note: 'outage' })]),
    );
  });

  it('to a workspace: its limit on spend goes up, the custom one or the plan’s', async () => {
    const spend = { metric: 'cost', scope: 'workspace', window: 'month UTC 1', capacity: 5_000_000 };
    await patchWorkspace(admin.actor, workspaceId, { overrides: [spend] });
    const view = await grantCredit(admin.actor, workspaceId, { amount: '1' });
    expect(view.overrides).toEqual([{ ...spend, resource: '', capacity: 6_000_000 }]);
    expect(await actions()).toEqual(['workspace.overrides', 'workspace.credit']);
  });

  it('where there is no budget it says so', async () => {
    const id = await key({});
    await expect(grantKeyCredit(admin.actor, id, { amount: '1' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/has no budget/),
    });
    await expect(grantCredit(admin.actor, workspaceId, { amount: '1' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Nothing limits what Acme spends/),
    });
  });

  it.each([
    [{ amount: '0' }, /above 0/],
    [{ amount: '-1' }, /non-negative/],
    [{ amount: '1e3' }, /non-negative/],
    [{}, /amount is required/],
    [{ amount: '1', period: 'month' }, /period is not a known field/],
    [{ amount: '9007199254' }, /beyond/],
  ])('%j is refused in words', async (body, message) => {
    const id = await key({ budget: { amount: '10', period: 'month' } });
    await expect(grantKeyCredit(admin.actor, id, body)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(message),
    });
  });

  it('is for platform admins alone', async () => {
    const id = await key({ budget: { amount: '10', period: 'month' } });
    await expect(grantKeyCredit(owner.actor, id, { amount: '1' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(grantCredit(owner.actor, workspaceId, { amount: '1' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
