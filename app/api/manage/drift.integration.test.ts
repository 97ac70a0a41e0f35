import { beforeEach, describe, expect, it } from 'vitest';
import type { DriftView, RepairView, WorkspaceDriftView } from '@/lib/system/schema';
import { complete } from '@/lib/testing/complete';
import { ledgerEvent } from '@/lib/testing/ledger-events';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { auditEntries } from '@/lib/testing/records';
import { admin, consumer, runSystem } from '@/lib/testing/system';
import { makeTenant, type Tenant } from '@/lib/testing/tenant-with-key';
import { makeMember } from '@/lib/testing/tenants';
import { ingest } from '@/lib/usage/ingest';
import { POST as repairRoute } from './system/drift/[id]/repair/route';
import { GET as driftRoute } from './system/drift/route';

let tenant: Tenant;

runSystem();
beforeEach(async () => {
  tenant = await makeTenant({ plan: 'business', budgetMicros: 50_000_000 });
});

const drift = (token = admin, query: Record<string, string> = { workspace: tenant.workspace.id }) =>
  call<{ data: WorkspaceDriftView[]; next_cursor: string | null }>(driftRoute, token, { query });
const repair = (token = admin, id = tenant.workspace.id) =>
  call<RepairView>(repairRoute, token, { method: 'POST', id });
const seen = async () => (await drift()).body.data[0] as WorkspaceDriftView;

/** A call that the ledger knows and no counter counted. */
async function uncounted(amounts: { requests: number; costMicros: number; tokensMetered: number }) {
  const atMs = Date.now();
  const { workspace, keyId, owner } = tenant;
  const whose = { workspaceId: workspace.id, keyId, userId: owner.id };
  await ingest([ledgerEvent({ ...whose, admittedAtMs: atMs, settledAtMs: atMs, ...amounts })]);
}

/** Three who call one after the other, thirty times at most. */
function callOn() {
  let isOver = false;
  const calling = Promise.all(
    Array.from({ length: 3 }, async () => {
      let calls = 0;
      for (; !isOver && calls < 30; calls++) await complete(tenant.key);
      return calls;
    }),
  );
  return {
    /** @returns how many calls there were */
    async over(): Promise<number> {
      isOver = true;
      return (await calling).reduce((sum, calls) => sum + calls, 0);
    },
  };
}

const byLimit = (rows: DriftView[]) =>
  new Map(rows.map((row) => [`${row.subject.kind} ${row.limit}`, row.drift]));

describe('drift', () => {
  it('is none after real traffic, with requests that run, before and after the ledger has read it', async () => {
    for (let i = 0; i < 3; i++) await complete(tenant.key);
    const leave = new AbortController();
    await complete(tenant.key, leave.signal);
    expect(await seen()).toMatchObject({ state: 'compared', drifted: [] });
    await consumer.drained();
    const { counters, drifted } = await seen();
    expect(drifted).toEqual([]);
    // requests and tokens a minute, budget, and the workspace's and its owner's own
    expect(counters).toBeGreaterThanOrEqual(4);
    leave.abort();
    await consumer.drained();
    expect((await seen()).drifted).toEqual([]);
  });

  it('names each counter that lacks what the ledger knows, and by how much', async () => {
    await complete(tenant.key);
    await consumer.drained();
    await uncounted({ requests: 7, costMicros: 4_000, tokensMetered: 900 });
    const found = byLimit((await seen()).drifted);
    expect(found.get('key key:cost/*/lifetime')).toBe(-4_000);
    expect(found.get('key key:requests/*/rolling 60000')).toBe(-7);
    expect(found.get('key key:tokens/*/rolling 60000')).toBe(-900);
  });

  it('is repaired: every counter is what ledger and open requests say, audited, and once', async () => {
    const leave = new AbortController();
    await complete(tenant.key);
    await complete(tenant.key, leave.signal);
    await consumer.drained();
    await uncounted({ requests: 2, costMicros: 5_000, tokensMetered: 10 });
    const before = (await seen()).drifted;
    expect(before.length).toBeGreaterThan(2);
    const { status, body } = await repair();
    expect(status).toBe(200);
    expect(byLimit(body.repaired)).toEqual(byLimit(before));
    expect(body.after).toMatchObject({ state: 'compared', drifted: [] });
    expect(await auditEntries(tenant.workspace.id)).toMatchObject([
      { action: 'counters.repair', targetId: tenant.workspace.id },
    ]);
    // What was held is held still, and settles once.
    leave.abort();
    await consumer.drained();
    expect((await seen()).drifted).toEqual([]);
    expect((await repair()).body).toMatchObject({ repaired: [], after: { drifted: [] } });
    expect(await auditEntries(tenant.workspace.id)).toHaveLength(1);
  });

  it('is none while calls go on, however often it is looked for', async () => {
    await complete(tenant.key);
    const traffic = callOn();
    for (let look = 0; look < 4; look++) expect((await seen()).drifted).toEqual([]);
    expect(await traffic.over()).toBeGreaterThan(0);
  });

  it('is repaired while calls go on: none is lost, none is counted twice', async () => {
    await complete(tenant.key);
    await uncounted({ requests: 1, costMicros: 1_000, tokensMetered: 1 });
    const traffic = callOn();
    const repairs = [];
    while (repairs.length < 2) {
      repairs.push(await repair());
      await uncounted({ requests: 1, costMicros: 1_000, tokensMetered: 1 });
    }
    expect(await traffic.over()).toBeGreaterThan(0);
    for (const { status } of repairs) expect([200, 409]).toContain(status);
    await consumer.drained();
    expect((await repair()).status).toBe(200);
    expect((await seen()).drifted).toEqual([]);
  });
});

describe('who may', () => {
  it('platform admins alone, and a workspace that is not there is a 404', async () => {
    const { workspace } = tenant;
    for (const role of ['viewer', 'developer', 'admin', 'owner'] as const) {
      const token = await tokenOf(await makeMember(workspace.id, role));
      expect((await drift(token)).status).toBe(403);
      expect((await repair(token)).status).toBe(403);
    }
    const none = '0198a000-0000-7000-8000-0000000000aa';
    expect((await drift(admin, { workspace: none })).status).toBe(404);
    expect((await repair(admin, none)).status).toBe(404);
    expect((await repair(admin, 'x')).status).toBe(404);
    for (const query of [{ workspace: 'x' }, { limit: '0' }, { owner: 'x' }] as Record<string, string>[]) {
      expect((await drift(admin, query)).status).toBe(400);
    }
  });

  it('workspaces are listed page by page, each once', async () => {
    await makeTenant();
    const all = (await drift(admin, {})).body.data.map((row) => row.workspace.id);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof drift>> = await drift(admin, {
        limit: '2',
        ...(cursor && { cursor }),
      });
      paged.push(...page.body.data.map((row) => row.workspace.id));
      cursor = page.body.next_cursor;
    }
    expect(paged).toEqual(all);
    expect(all[1]).toBe(tenant.workspace.id);
    const named = await drift(admin, { q: tenant.workspace.name.toUpperCase() });
    expect(named.body.data.map((row) => row.workspace.id)).toContain(tenant.workspace.id);
    expect((await drift(admin, { q: 'no such %' })).body.data).toEqual([]);
  });
});
