import { beforeAll, expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { ledgerEvent } from '../testing/ledger-events';
import { countDenial, flushDenials } from './denials';
import { ingest } from './ingest';
import { keyActivity } from './key-activity';
import { overview, requestsLastDay } from './overview';
import { usage } from './query';

const workspaceId = newId();
/** 09:40 in Kolkata on 6 May; the local day began at 18:30 UTC on the 5th. */
const NOW = Date.UTC(2026, 4, 6, 4, 10);

beforeAll(async () => {
  await db().catalog.create({
    data: {
      id: 'overview-test',
      name: 'Test',
      keyPrefix: 'ov_',
      contract: 'headroom',
      currency: 'INR',
      timeZone: 'Asia/Kolkata',
      upgradeUrl: '',
      salesEmail: '',
      position: 99,
    },
  });
  const plan = await db().plan.create({
    data: { id: newId(), catalogId: 'overview-test', slug: 'free', name: 'Free', rank: 1 },
  });
  await db().workspace.create({
    data: { id: workspaceId, name: 'W', catalogId: 'overview-test', planId: plan.id },
  });
});

const call = (at: string, more = {}) => ledgerEvent({ workspaceId, admittedAtMs: Date.parse(at), ...more });

test('the overview compares local days, and yesterday up to the same time', async () => {
  expect(await overview(workspaceId, NOW)).toMatchObject({ first_request_at: null, today: { requests: 0 } });
  await ingest([
    call('2026-05-04T18:29:59Z'),
    call('2026-05-04T18:30:00Z'),
    call('2026-05-05T04:14:59Z'),
    call('2026-05-05T04:15:00Z'),
    call('2026-05-05T18:29:59.999Z'),
    call('2026-05-05T18:30:00Z', { costMicros: 1000 }),
    call('2026-05-06T04:09:00Z', { costMicros: 234, keyId: null }),
  ]);
  countDenial({
    workspaceId,
    keyId: 'session',
    userId: newId(),
    resource: 'chat',
    model: '',
    limit: 'x',
    code: 'x',
    atMs: NOW,
  });
  await flushDenials();
  expect(await overview(workspaceId, NOW)).toEqual({
    today: { requests: 2, tokens_in: 200, tokens_out: 40, cost_micros: 1234, denied: 1 },
    yesterday: { requests: 4, tokens_in: 400, tokens_out: 80, cost_micros: 140, denied: 0 },
    yesterday_so_far: { requests: 2, tokens_in: 200, tokens_out: 40, cost_micros: 70, denied: 0 },
    first_request_at: '2026-05-04T18:29:00.000Z',
    tz: 'Asia/Kolkata',
    currency: 'INR',
  });
  await expect(overview(newId(), NOW)).rejects.toThrow('no such workspace');
});

test('requests of the last 24 hours are counted for many workspaces at once', async () => {
  const [busy, quiet] = [newId(), newId()];
  await ingest([
    ledgerEvent({ workspaceId: busy, admittedAtMs: NOW - 1000 }),
    ledgerEvent({ workspaceId: busy, admittedAtMs: NOW - 23 * 3_600_000 }),
    ledgerEvent({ workspaceId: quiet, admittedAtMs: NOW - 25 * 3_600_000 }),
  ]);
  expect([...(await requestsLastDay([busy, quiet], NOW))]).toEqual([[busy, 2]]);
});

test('a key shows its last use and its last 36 hours, and only those of its workspace', async () => {
  const [own, keyId, unused] = [newId(), newId(), newId()];
  const at = (agoMs: number) => ledgerEvent({ workspaceId: own, keyId, admittedAtMs: NOW - agoMs });
  const HOUR = 3_600_000;
  await ingest([
    at(1000),
    at(2000),
    at(HOUR),
    at(35 * HOUR),
    at(36 * HOUR),
    { ...at(500), id: newId(), workspaceId: newId() },
  ]);
  const activity = await keyActivity(own, [keyId, unused], NOW);
  expect(activity.get(keyId)?.lastUsedAt).toEqual(new Date(Date.UTC(2026, 4, 6, 4, 9)));
  const sparkline = activity.get(keyId)?.sparkline ?? [];
  expect(sparkline).toHaveLength(36);
  expect([sparkline[35], sparkline[34], sparkline[0]]).toEqual([2, 1, 1]);
  expect(sparkline.reduce((a, b) => a + b, 0)).toBe(4);
  expect(activity.get(unused)).toEqual({ lastUsedAt: null, sparkline: Array(36).fill(0) });
  await db().rollupMinute.deleteMany({ where: { workspaceId: own } });
  const later = await keyActivity(own, [keyId], NOW);
  expect(later.get(keyId)?.lastUsedAt).toEqual(new Date(Date.UTC(2026, 4, 6, 4, 0)));
});

test('groups are named, sessions too, and a foreign key keeps its id', async () => {
  const user = await db().user.create({ data: { id: newId(), email: 'n@example.com', name: 'Nia' } });
  const key = (of: string) =>
    db().apiKey.create({
      data: {
        id: newId(),
        workspaceId: of,
        ownerId: user.id,
        name: 'Mine',
        hash: newId(),
        prefix: 'x',
        last4: 'y',
      },
    });
  const { id: keyId } = await key(workspaceId);
  const gone = newId();
  const admittedAtMs = Date.UTC(2026, 5, 1);
  await ingest(
    [keyId, gone, null].map((id) =>
      ledgerEvent({ workspaceId, admittedAtMs, keyId: id, userId: user.id, model: '' }),
    ),
  );
  const named = async (group_by: 'key' | 'member' | 'model' | 'outcome') =>
    (
      await usage(workspaceId, {
        from: '2026-06-01T00:00:00Z',
        to: '2026-06-02T00:00:00Z',
        interval: 'day',
        tz: 'UTC',
        group_by,
      })
    ).groups;
  expect(await named('key')).toEqual({ [keyId]: 'Mine', [gone]: gone, session: 'Browser sessions' });
  expect(await named('member')).toEqual({ [user.id]: 'Nia' });
  expect(await named('model')).toEqual({ '': 'None' });
  expect(await named('outcome')).toEqual({ ok: 'OK' });
});
