import { expect, it } from 'vitest';
import type { ResetKeyView, WorkspaceDriftView } from '@/lib/system/schema';
import { complete } from '@/lib/testing/complete';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { meanwhile } from '@/lib/testing/meanwhile';
import { auditEntries } from '@/lib/testing/records';
import { admin, consumer, runSystem } from '@/lib/testing/system';
import { makeTenant, type Tenant } from '@/lib/testing/tenant-with-key';
import { makeMember, makeUser } from '@/lib/testing/tenants';
import type { QuotaView } from '@/lib/workspaces/schema';
import { GET as keyQuota } from './keys/[id]/quota/route';
import { POST as resetRoute } from './keys/[id]/reset/route';
import { DELETE as revokeRoute } from './keys/[id]/route';
import { POST as repairRoute } from './system/drift/[id]/repair/route';
import { GET as driftRoute } from './system/drift/route';

runSystem();

const reset = ({ keyId }: Tenant, token = admin, body: object = {}) =>
  call<ResetKeyView>(resetRoute, token, { method: 'POST', id: keyId, body });
const used = async ({ keyId }: Tenant) => {
  const { body } = await call<QuotaView>(keyQuota, admin, { id: keyId });
  const own = body.data.filter(({ scope }) => scope === 'key');
  return Object.fromEntries(own.map((limit) => [limit.id, [limit.used, limit.reserved]]));
};
const drifted = async ({ workspace }: Tenant) => {
  const { body } = await call<{ data: WorkspaceDriftView[] }>(driftRoute, admin, {
    query: { workspace: workspace.id },
  });
  return body.data[0]?.drifted;
};

const REQUESTS = 'key:requests/*/rolling 60000';
const BUDGET = 'key:cost/*/lifetime';

it('what a key has used no longer counts, what runs does, and the ledger keeps all', async () => {
  const tenant = await makeTenant({ budgetMicros: 50_000_000 });
  for (let i = 0; i < 3; i++) await complete(tenant.key);
  const leave = new AbortController();
  await complete(tenant.key, leave.signal);
  const before = await used(tenant);
  expect(before[REQUESTS]).toEqual([4, 0]);
  const spent = before[BUDGET]?.[0] ?? 0;
  const held = before[BUDGET]?.[1] ?? 0;
  expect([spent > 0, held > 0]).toEqual([true, true]);

  const { status, body } = await reset(tenant, admin, { note: 'A bad loop of ours.' });
  expect(status).toBe(200);
  expect(body.counters.find(({ limit }) => limit === BUDGET)?.forgiven).toBe(spent);
  expect(await used(tenant)).toMatchObject({ [REQUESTS]: [1, 0], [BUDGET]: [0, held] });
  expect(await drifted(tenant)).toEqual([]);
  expect(await auditEntries(tenant.workspace.id)).toMatchObject([
    {
      action: 'key.reset',
      targetId: tenant.keyId,
      before: { [BUDGET]: spent },
      after: { [BUDGET]: 0, note: 'A bad loop of ours.' },
    },
  ]);

  // It counts on, from zero, and whatever makes the counter anew finds the same.
  leave.abort();
  await complete(tenant.key);
  await consumer.drained();
  const after = await used(tenant);
  expect(after[BUDGET]?.[0]).toBeGreaterThan(0);
  expect(await drifted(tenant)).toEqual([]);
  const again = await reset(tenant);
  expect(again.body.counters.find(({ limit }) => limit === BUDGET)?.forgiven).toBe(after[BUDGET]?.[0]);
  expect((await used(tenant))[BUDGET]).toEqual([0, 0]);
});

it('a reset and a change of the workspace that touches its keys do not wait for each other', async () => {
  const { workspace, keyId, key } = await makeTenant({ budgetMicros: 50_000_000 });
  await complete(key);
  const begun = meanwhile(
    workspace.id,
    async () => call<ResetKeyView>(resetRoute, admin, { method: 'POST', id: keyId, body: {} }),
    (tx) => tx.apiKey.updateMany({ where: { workspaceId: workspace.id }, data: { rpm: 2 } }),
    'SHARE',
  );
  expect(await begun).toMatchObject({ status: 200 });
});

it('two at once take the same use out once', async () => {
  const tenant = await makeTenant({ budgetMicros: 50_000_000 });
  await complete(tenant.key);
  const spent = (await used(tenant))[BUDGET]?.[0] ?? 0;
  const both = await Promise.all([reset(tenant), reset(tenant)]);
  const forgiven = both.map(({ body }) => body.counters.find(({ limit }) => limit === BUDGET)?.forgiven);
  expect(forgiven.sort()).toEqual([0, spent].sort());
  await complete(tenant.key);
  expect((await used(tenant))[BUDGET]?.[0]).toBe(spent);
  expect(await drifted(tenant)).toEqual([]);
});

it('a rolling day begins anew too, also within the minute of the reset', async () => {
  const tenant = await makeTenant({ catalog: 'ajstudioz', plan: 'pro' });
  const tokens = 'key:tokens/*/rolling 86400000';
  await complete(tenant.key, undefined, 'gemma3:4b');
  expect((await used(tenant))[tokens]?.[0]).toBeGreaterThan(0);
  expect((await reset(tenant)).status).toBe(200);
  expect((await used(tenant))[tokens]).toEqual([0, 0]);
  await complete(tenant.key, undefined, 'gemma3:4b');
  const [after] = (await used(tenant))[tokens] ?? [];
  expect(after).toBeGreaterThan(0);
  await consumer.drained();
  expect(await drifted(tenant)).toEqual([]);
  const { body } = await call<{ repaired: unknown[] }>(repairRoute, admin, {
    method: 'POST',
    id: tenant.workspace.id,
  });
  expect(body.repaired).toEqual([]);
});

it('only platform admins may, and a revoked key is past it', async () => {
  const tenant = await makeTenant();
  for (const role of ['viewer', 'developer', 'admin', 'owner'] as const) {
    const token = await tokenOf(await makeMember(tenant.workspace.id, role));
    expect((await reset(tenant, token)).status).toBe(403);
  }
  expect((await reset(tenant, await tokenOf(await makeUser()))).status).toBe(404);
  expect((await reset(tenant, admin, { all: true })).status).toBe(400);
  await call(revokeRoute, admin, { method: 'DELETE', id: tenant.keyId });
  expect((await reset(tenant)).status).toBe(409);
});
