import { beforeAll, describe, expect, it } from 'vitest';
import { NEWEST_MIGRATION } from '@/lib/db/ready';
import { newId } from '@/lib/ids';
import type { DeadLetterView, SystemView } from '@/lib/system/schema';
import { complete } from '@/lib/testing/complete';
import { ledgerEvent, streamFields } from '@/lib/testing/ledger-events';
import { call, tokenOf } from '@/lib/testing/manage-call';
import { addDeadLetter, ledgerRow, systemAudit } from '@/lib/testing/records';
import { admin, runSystem } from '@/lib/testing/system';
import { makeTenant, type Tenant } from '@/lib/testing/tenant-with-key';
import { makeMember } from '@/lib/testing/tenants';
import { POST as replayRoute } from './system/dead-letters/[id]/replay/route';
import { DELETE as discardRoute } from './system/dead-letters/[id]/route';
import { GET as lettersRoute } from './system/dead-letters/route';
import { GET as systemRoute } from './system/route';

let tenant: Tenant;

runSystem();
beforeAll(async () => {
  tenant = await makeTenant();
});

const system = (token = admin) => call<SystemView>(systemRoute, token);
const letters = (token = admin, query: Record<string, string> = {}) =>
  call<{ data: DeadLetterView[]; next_cursor: string | null }>(lettersRoute, token, { query });
const replay = (id: string, token = admin) => call(replayRoute, token, { method: 'POST', id });
const discard = (id: string, token = admin) => call(discardRoute, token, { method: 'DELETE', id });

describe('the overview', () => {
  it('tells of store, database, consumer, instances and how long decisions took', async () => {
    const before = (await system()).body.decisions.count;
    await complete(tenant.key);
    await expect.poll(async () => (await system()).body.consumer.active).toBe(true);
    const { status, body } = await system();
    expect(status).toBe(200);
    expect(body.store).toMatchObject({ state: 'ok', driver: 'tcp', policy: 'noeviction' });
    expect(body.store.version).toMatch(/^\d+\.\d+/);
    expect(body.store.memory_bytes).toBeGreaterThan(0);
    expect(body.store.latency_ms).toBeGreaterThan(0);
    expect(body.store.epochs).toBe(body.store.shards);
    expect(body.database).toMatchObject({
      state: 'ok',
      newest_migration: NEWEST_MIGRATION,
      expected_migration: NEWEST_MIGRATION,
    });
    expect(body.database.size_bytes).toBeGreaterThan(0);
    const sizes = body.database.tables.map(({ bytes }) => bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes).toHaveLength(8);
    expect(body.consumer).toMatchObject({ active: true, orders: 0 });
    expect(body.decisions.count).toBeGreaterThan(before);
    expect(body.decisions.p50_ms).toBeGreaterThan(0);
    expect(body.decisions.p99_ms).toBeGreaterThanOrEqual(body.decisions.p50_ms ?? 0);
    expect(body.decisions.sources).toContainEqual({ source: 'redis', count: expect.any(Number) });
    expect(body.instances).toMatchObject([{ alive: true, self: true }]);
  });

  it('is for platform admins alone', async () => {
    for (const role of ['viewer', 'developer', 'admin', 'owner'] as const) {
      const token = await tokenOf(await makeMember(tenant.workspace.id, role));
      expect((await system(token)).status).toBe(403);
      expect((await letters(token)).status).toBe(403);
      const id = await addDeadLetter(['id', 'x'], 'x');
      expect([(await replay(id, token)).status, (await discard(id, token)).status]).toEqual([403, 403]);
      expect((await discard(id)).status).toBe(204);
    }
    expect((await call(systemRoute, null)).status).toBe(401);
  });
});

describe('dead letters', () => {
  const ofTenant = () => {
    const atMs = Date.now();
    return ledgerEvent({
      workspaceId: tenant.workspace.id,
      keyId: tenant.keyId,
      userId: tenant.owner.id,
      admittedAtMs: atMs,
      settledAtMs: atMs,
    });
  };

  it('are listed, the newest first, page by page', async () => {
    const ids: string[] = [];
    while (ids.length < 3) ids.unshift(await addDeadLetter(['id', String(ids.length)], 'event: is wrong'));
    const first = (await letters(admin, { limit: '2' })).body;
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(first.data[0]).toMatchObject({ kind: 'event', error: 'event: is wrong', payload: '["id","2"]' });
    const rest = (await letters(admin, { limit: '2', cursor: first.next_cursor ?? '' })).body;
    expect([rest.data[0]?.id, rest.next_cursor]).toEqual([ids[2], null]);
    for (const id of ids) expect((await discard(id)).status).toBe(204);
    expect((await letters()).body.data).toEqual([]);
  });

  it('replayed, an event is in the ledger once, and the letter is gone', async () => {
    const event = ofTenant();
    for (let i = 0; i < 2; i++) {
      const id = await addDeadLetter(streamFields(event), 'was not storable');
      expect((await replay(id)).status).toBe(204);
      expect((await replay(id)).status).toBe(404);
      expect(await ledgerRow(event.id)).toMatchObject({ costMicros: BigInt(event.costMicros) });
    }
    expect((await letters()).body.data).toEqual([]);
    const audit = await systemAudit('dead_letter.replay');
    expect(audit).toHaveLength(2);
    expect(audit[0]).toMatchObject({ workspaceId: tenant.workspace.id, before: { kind: 'event' } });
  });

  it('one that still cannot be read stays, and says why', async () => {
    const id = await addDeadLetter(['id', newId(), 'event', '{}'], 'event: is wrong');
    const { status, body } = await replay(id);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('workspaceId') },
    });
    expect((await letters()).body.data.map((row) => row.id)).toEqual([id]);
    expect((await discard(id)).status).toBe(204);
    expect((await discard(id)).status).toBe(404);
    expect((await systemAudit('dead_letter.discard')).at(-1)).toMatchObject({
      targetId: id,
      before: { kind: 'event', error: 'event: is wrong' },
    });
  });
});
