import { beforeEach, expect, test } from 'vitest';
import { db } from '../db/client';
import { openConnection } from '../db/connection';
import { newId } from '../ids';
import { ledgerEvent } from '../testing/ledger-events';
import { keepDecision } from './decisions';
import { countDenial, flushDenials } from './denials';
import { ingest } from './ingest';
import { DAY_MS } from './intervals';
import { usage } from './query';
import { tidyLedger } from './retention';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 7);
const KEPT = { requestsMonths: 2, minutesDays: 30 };

const months = async () =>
  (
    await db().$queryRaw<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'usage_events'::regclass order by 1`
  ).map(({ name }) => name.slice('usage_events_'.length));

beforeEach(async () => {
  for (const month of await months()) await db().$executeRawUnsafe(`drop table usage_events_${month}`);
});

/** A call and a refusal of each of these days before now. */
async function history(workspaceId: string, daysAgo: number[]): Promise<void> {
  for (const days of daysAgo) {
    const atMs = NOW_MS - days * DAY_MS;
    const event = ledgerEvent({ workspaceId, admittedAtMs: atMs, settledAtMs: atMs + 900 });
    await ingest([event]);
    const id = newId();
    countDenial({
      workspaceId,
      keyId: 'session',
      userId: event.userId,
      resource: 'chat',
      model: '',
      limit: 'l',
      code: 'rate_limit_exceeded',
      atMs,
      receipt: { id, limitId: 'l', details: () => ({}), limits: () => [] },
    });
    keepDecision({ id: event.id, atMs, workspaceId, keyId: 'session', limits: () => [] });
  }
  await flushDenials();
}

test('months are there ahead of time, and those that are kept no longer are gone', async () => {
  const workspaceId = newId();
  await history(workspaceId, [0, 40, 75, 100, 200]);
  expect(await months()).toEqual(['2026_05', '2026_08', '2026_09', '2026_10', '2026_11']);
  expect((await tidyLedger(KEPT, NOW_MS))?.months).toEqual(['usage_events_2026_05', 'usage_events_2026_08']);
  expect(await months()).toEqual(['2026_09', '2026_10', '2026_11', '2026_12', '2027_01']);
  expect(await tidyLedger(KEPT, NOW_MS)).toEqual({ minutes: 0, receipts: 0, months: [] });
});

test('old minutes and receipts go, and no total changes by it', async () => {
  const workspaceId = newId();
  await history(workspaceId, [1, 29, 31, 90]);
  const range = { from: '2026-08-01T00:00:00Z', to: '2026-12-01T00:00:00Z', tz: 'Asia/Kathmandu' };
  const before = await usage(workspaceId, { ...range, interval: 'day', compare: 'previous' });
  expect(before.totals).toMatchObject({ requests: 4, denied: 4 });
  expect(await tidyLedger(KEPT, NOW_MS)).toMatchObject({ minutes: 4 });
  expect(await usage(workspaceId, { ...range, interval: 'day', compare: 'previous' })).toEqual(before);
  expect(await db().rollupMinute.count({ where: { workspaceId } })).toBe(2);
  expect(await db().denialMinute.count({ where: { workspaceId } })).toBe(2);
  expect(await db().denialReceipt.count({ where: { workspaceId } })).toBe(2);
});

test('a month that a killed run had only detached is dropped by the next', async () => {
  await history(newId(), [200]);
  await db().$executeRaw`alter table usage_events detach partition usage_events_2026_05`;
  expect((await tidyLedger(KEPT, NOW_MS))?.months).toEqual(['usage_events_2026_05']);
  const [left] = await db().$queryRaw<{ name: string | null }[]>`
    select to_regclass('usage_events_2026_05')::text as name`;
  expect(left?.name).toBeNull();
});

test('readers of the ledger and writers of this month are not held up while months are made and dropped', async () => {
  const workspaceId = newId();
  await history(workspaceId, [0]);
  const reader = await openConnection('test reader');
  await reader.query('begin');
  await reader.query('select count(*) from usage_events');
  const tidied = await tidyLedger(KEPT, NOW_MS);
  expect(tidied?.months).toEqual([]);
  await ingest([ledgerEvent({ workspaceId, admittedAtMs: NOW_MS, settledAtMs: NOW_MS })]);
  await reader.query('commit');
  await reader.end();
  expect(await months()).toEqual(['2026_11', '2026_12', '2027_01']);
});

test('of several instances one tidies', async () => {
  const other = await openConnection('test');
  await other.query('select pg_advisory_lock(4871003)');
  expect(await tidyLedger(KEPT, NOW_MS)).toBeNull();
  await other.end();
});
