import { beforeAll, expect, test } from 'vitest';
import { GET } from '../../app/api/manage/models/route';
import type { ManagedModelRow } from '../models/schema';
import { addEvents, ledgerEvent } from '../testing/ledger-events';
import { call, tokenOf } from '../testing/manage-call';
import { makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import { startConsumer } from './consumer';

beforeAll(seedForTests);

test('the list of models tells the last hour of each: requests, those that failed, their mean time', async () => {
  const owner = await makeUser();
  const at = (minutesAgo: number) => Date.now() - minutesAgo * 60_000;
  const event = async (catalog: string, model: string, minutesAgo: number, more: object = {}) =>
    ledgerEvent({
      workspaceId: (await makeWorkspace(owner, catalog)).id,
      userId: owner.id,
      model,
      admittedAtMs: at(minutesAgo),
      durationMs: 100,
      ...more,
    });
  await addEvents(
    await Promise.all([
      event('headroom', 'gpt-4o-mini', 1, { durationMs: 300 }),
      event('headroom', 'gpt-4o-mini', 20),
      event('headroom', 'gpt-4o-mini', 30, { outcome: 'upstream_error', durationMs: 200 }),
      event('headroom', 'gpt-4o-mini', 70),
      event('priority', 'gpt-4o-mini', 5),
      event('headroom', 'demo-error-*', 5, { outcome: 'upstream_error' }),
    ]),
  );
  const consumer = startConsumer();
  await consumer.drained();
  await consumer.stop();
  const admin = await tokenOf(await makeUser({ platformAdmin: true }));
  const { body } = await call<{ data: ManagedModelRow[] }>(GET, admin, { query: { limit: '200' } });
  const of = (catalog: string, name: string) =>
    body.data.find((model) => model.catalog === catalog && model.name === name)?.last_hour;
  expect(of('headroom', 'gpt-4o-mini')).toEqual({ requests: 3, failed: 1, duration_ms: 200 });
  expect(of('priority', 'gpt-4o-mini')).toEqual({ requests: 1, failed: 0, duration_ms: 100 });
  expect(of('headroom', 'demo-error-*')).toEqual({ requests: 1, failed: 1, duration_ms: 100 });
  expect(of('zihin', 'gpt-4o-mini')).toEqual({ requests: 0, failed: 0, duration_ms: null });
});
