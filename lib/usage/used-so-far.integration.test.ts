import { expect, test } from 'vitest';
import { newId } from '../ids';
import { subjectsOf } from '../plans/subjects';
import { shardOf } from '../redis/keys';
import { addEntries, addEvents, ledgerEvent, streamFields } from '../testing/ledger-events';
import { startConsumer } from './consumer';
import { ingest } from './ingest';
import { lastStreamId } from './streams';
import { type UsedQuery, usedSoFar } from './used-so-far';

const NOW = Date.UTC(2026, 4, 15, 12, 0, 30, 500);
const MONTH = Date.UTC(2026, 4, 1);

const query = (workspaceId: string, given: Partial<UsedQuery> = {}): UsedQuery => ({
  workspaceId,
  shard: shardOf(workspaceId),
  limit: { metric: 'requests', resource: '', scope: 'workspace', window: { kind: 'calendar' } },
  subject: workspaceId,
  fromMs: MONTH,
  toMs: NOW + 1,
  ...given,
});

const sum = async (asked: UsedQuery) =>
  (await usedSoFar(asked)).pieces.reduce((total, piece) => total + piece.amount, 0);

test('a settled call counts once, in the stream and in the ledger, and the answer says how far it reaches', async () => {
  const workspaceId = newId();
  const event = ledgerEvent({ workspaceId, admittedAtMs: NOW - 5000, costMicros: 42 });
  const cost = { metric: 'cost', resource: '', scope: 'workspace', window: { kind: 'lifetime' } } as const;
  const asked = query(workspaceId, { limit: cost, fromMs: 0 });
  expect(await usedSoFar(asked)).toEqual({ pieces: [], streamId: '0-0' });
  await addEvents([event, event]);
  expect(await usedSoFar(asked)).toEqual({
    pieces: [{ atMs: NOW - 5000, amount: 42 }],
    streamId: await lastStreamId(shardOf(workspaceId)),
  });
  const reader = startConsumer();
  await reader.drained();
  await reader.stop();
  expect(await usedSoFar(asked)).toEqual({
    pieces: [{ atMs: NOW, amount: 42 }],
    streamId: await lastStreamId(shardOf(workspaceId)),
  });
  // Delivered again, it is in both, and still one.
  await addEvents([event]);
  expect(await sum(asked)).toBe(42);
});

test('what replaces the charge of the reaper counts instead of it', async () => {
  const workspaceId = newId();
  const reaped = ledgerEvent({ workspaceId, rank: 1, outcome: 'unknown', tokensMetered: 500 });
  const limit = { metric: 'tokens', resource: '', scope: 'workspace', window: { kind: 'calendar' } } as const;
  await ingest([reaped]);
  expect(await sum(query(workspaceId, { limit }))).toBe(500);
  await addEntries(shardOf(workspaceId), [
    streamFields({ ...reaped, rank: 2, outcome: 'ok', tokensMetered: 120 }),
    ['event', 'not json'],
  ]);
  expect(await sum(query(workspaceId, { limit }))).toBe(120);
});

test('each subject sees its own use, in the ledger as on the way to it', async () => {
  const [workspaceId, keyId, userId, other] = [newId(), newId(), newId(), newId()];
  const admittedAtMs = NOW - 60_000;
  const calls = [
    { keyId, userId },
    { keyId, userId, resource: 'images' },
    { keyId: null, userId },
    { keyId: null, userId: other },
    { keyId: newId(), userId: other },
  ].map((who) => ledgerEvent({ workspaceId, admittedAtMs, ...who }));
  const expectAll = async (times: number) => {
    const of = (scope: 'key' | 'user' | 'workspace', key: string | null, user: string, resource = '') =>
      sum(
        query(workspaceId, {
          limit: { metric: 'requests', resource, scope, window: { kind: 'calendar' } },
          subject: subjectsOf({ workspaceId, keyId: key, userId: user })[scope],
        }),
      );
    expect(await of('key', keyId, userId)).toBe(2 * times);
    expect(await of('key', keyId, userId, 'chat')).toBe(times);
    expect(await of('key', null, userId)).toBe(times);
    expect(await of('user', null, userId)).toBe(3 * times);
    expect(await of('user', null, other)).toBe(2 * times);
    expect(await of('workspace', null, userId)).toBe(5 * times);
  };
  await addEvents(calls);
  await expectAll(1);
  await ingest(calls.map((call) => ({ ...call, id: newId() })));
  await expectAll(2);
});

test('a short rolling window is exact, a long one at most a minute long, a period whole', async () => {
  const workspaceId = newId();
  const at = (agoMs: number) => ledgerEvent({ workspaceId, admittedAtMs: NOW - agoMs });
  const DAY = 86_400_000;
  await ingest([
    at(10),
    at(59_000),
    at(61_000),
    at(3_600_000 - 20_000),
    at(3_660_001),
    at(DAY),
    at(40 * DAY),
  ]);
  const rolling = (windowMs: number) =>
    query(workspaceId, {
      limit: { metric: 'requests', resource: '', scope: 'workspace', window: { kind: 'rolling', windowMs } },
      fromMs: NOW - windowMs,
    });
  expect((await usedSoFar(rolling(60_000))).pieces).toEqual(
    expect.arrayContaining([
      { atMs: NOW - 10, amount: 1 },
      { atMs: NOW - 59_000, amount: 1 },
    ]),
  );
  expect(await sum(rolling(60_000))).toBe(2);
  expect(await sum(rolling(3_600_000))).toBe(4);
  expect((await usedSoFar(rolling(3_600_000))).pieces.every(({ atMs }) => atMs <= NOW)).toBe(true);
  expect(await sum(query(workspaceId))).toBe(6);
  expect(await sum(query(workspaceId, { fromMs: 0 }))).toBe(7);
});

test('a foreign workspace of the same shard adds nothing', async () => {
  const [mine, foreign] = [newId(), newId()];
  await addEntries(shardOf(mine), [
    streamFields(ledgerEvent({ workspaceId: foreign, admittedAtMs: NOW - 1 })),
  ]);
  expect(await sum(query(mine))).toBe(0);
});

test('20,000 events of one subject on their way, more than a statement has parameters for, are all counted', async () => {
  const workspaceId = newId();
  const events = Array.from({ length: 20_000 }, (_, i) =>
    ledgerEvent({ workspaceId, admittedAtMs: NOW - 60_000 + i, requests: 2 }),
  );
  for (let i = 0; i < events.length; i += 2000) await addEvents(events.slice(i, i + 2000));
  // Some are in the ledger already, behind a cursor that has not moved yet.
  await ingest(events.slice(0, 500));
  expect(await sum(query(workspaceId))).toBe(40_000);
});

test('browser sessions are left out of a minute that a workspace shares, and of nothing else', async () => {
  const workspaceId = newId();
  const calls = [newId(), null].map((keyId) => ledgerEvent({ workspaceId, keyId, admittedAtMs: NOW - 10 }));
  const rolling = (windowMs: number) =>
    query(workspaceId, {
      limit: { metric: 'requests', resource: '', scope: 'workspace', window: { kind: 'rolling', windowMs } },
      fromMs: NOW - windowMs,
    });
  const expectAll = async (times: number) => {
    expect(await sum(rolling(60_000))).toBe(times);
    expect(await sum(rolling(60_001))).toBe(2 * times);
    expect(await sum(rolling(3_600_000))).toBe(2 * times);
  };
  await addEvents(calls);
  await expectAll(1);
  await ingest(calls.map((call) => ({ ...call, id: newId() })));
  await expectAll(2);
});

test('messages and descriptions are counted in the stream, in the ledger and in its rollups', async () => {
  const workspaceId = newId();
  const month = (metric: string) =>
    query(workspaceId, { limit: { ...query(workspaceId).limit, metric, scope: 'workspace' } });
  const at = { workspaceId, admittedAtMs: NOW - 5000 };
  await addEvents([
    ledgerEvent({ ...at, messages: 1 }),
    ledgerEvent({ ...at, descriptions: 3, messages: 2 }),
  ]);
  expect([await sum(month('messages')), await sum(month('descriptions'))]).toEqual([3, 3]);
  const reader = startConsumer();
  await reader.drained();
  await reader.stop();
  expect([await sum(month('messages')), await sum(month('descriptions'))]).toEqual([3, 3]);
});
