import { afterEach, expect, test } from 'vitest';
import { db } from '../db/client';
import { openConnection } from '../db/connection';
import { newId } from '../ids';
import { shardOf, streamKey } from '../redis/keys';
import { store } from '../redis/store';
import { addEntries, addEvents, ledgerEvent, streamFields } from '../testing/ledger-events';
import { type Consumer, startConsumer } from './consumer';
import { consumerLag } from './lag';
import { readStreams } from './streams';
import { type Step, writeEntries } from './write-entries';

const running: Consumer[] = [];
const consumer = (options?: Parameters<typeof startConsumer>[0]) => {
  const started = startConsumer(options);
  running.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

/** Events of one workspace of its own, a second apart. */
function eventsOf(workspaceId: string, count: number) {
  return Array.from({ length: count }, (_, i) =>
    ledgerEvent({ workspaceId, admittedAtMs: Date.UTC(2026, 4, 31, 23, 50) + i * 1000, tokensIn: i }),
  );
}

/** What the ledger and both rollups say of a workspace: equal, or the ledger is broken. */
async function sums(workspaceId: string) {
  const of = (table: string) =>
    db().$queryRawUnsafe<{ requests: bigint; tokens: bigint; cost: bigint }[]>(
      `select coalesce(sum(requests), 0)::bigint requests, coalesce(sum(tokens_in), 0)::bigint tokens,
         coalesce(sum(cost_micros), 0)::bigint cost from ${table} where workspace_id = $1::uuid`,
      workspaceId,
    );
  const [ledger] = await of('usage_events');
  expect(await of('rollups_minute')).toEqual([ledger]);
  expect(await of('rollups_quarter')).toEqual([ledger]);
  return Number(ledger?.requests);
}

const lengthOf = async (workspaceId: string) =>
  Number((await store().pipeline([['XLEN', streamKey(shardOf(workspaceId))]]))[0]);

test('every settled call is in the ledger and the rollups once, and its stream is empty', async () => {
  const workspaceIds = Array.from({ length: 20 }, newId);
  await addEvents(workspaceIds.flatMap((id) => eventsOf(id, 30)));
  expect(await consumerLag()).toMatchObject({ entries: 600, deadLetters: 0 });
  const reader = consumer();
  await reader.drained();
  for (const id of workspaceIds) expect(await sums(id)).toBe(30);
  await reader.stop();
  for (const id of workspaceIds) expect(await lengthOf(id)).toBe(0);
  expect(await consumerLag()).toEqual({ entries: 0, oldestMs: 0, deadLetters: 0 });
});

test('an event delivered again changes nothing', async () => {
  const workspaceId = newId();
  const events = eventsOf(workspaceId, 40);
  const reader = consumer();
  for (let round = 0; round < 3; round++) {
    await addEvents([...events, ...events]);
    await reader.drained();
  }
  expect(await sums(workspaceId)).toBe(40);
});

test.each<Step>(['read', 'locked', 'written', 'moved', 'committed', 'trimmed'])(
  'a crash at the step "%s" loses nothing and counts nothing twice',
  async (crashAt) => {
    const workspaceId = newId();
    await addEvents(eventsOf(workspaceId, 25));
    let crashes = 0;
    const reader = consumer({
      atStep: (step) => {
        if (step !== crashAt || crashes >= 2) return;
        crashes += 1;
        throw new Error(`crashed at ${step}`);
      },
    });
    await reader.drained();
    await addEvents(eventsOf(workspaceId, 5));
    await reader.drained();
    await reader.stop();
    expect(crashes).toBe(2);
    expect(await sums(workspaceId)).toBe(30);
    // What the crash left behind is trimmed by the next reader.
    const next = consumer();
    await addEvents(eventsOf(workspaceId, 1));
    await next.drained();
    await next.stop();
    expect(await lengthOf(workspaceId)).toBe(0);
  },
);

test('a connection cut in the middle of a batch loses nothing and counts nothing twice', async () => {
  const workspaceId = newId();
  await addEvents(eventsOf(workspaceId, 25));
  let cuts = 0;
  const reader = consumer({
    atStep: async (step) => {
      if (step !== 'written' || cuts > 0) return;
      cuts += 1;
      await db().$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'headroom ledger'`;
    },
  });
  await reader.drained();
  expect(cuts).toBe(1);
  expect(await sums(workspaceId)).toBe(25);
});

test('a stream is trimmed only after its events are committed', async () => {
  const workspaceId = newId();
  await addEvents(eventsOf(workspaceId, 10));
  const lengths = new Map<Step, number>();
  const reader = consumer({
    atStep: async (step) => {
      lengths.set(step, await lengthOf(workspaceId));
    },
  });
  await reader.drained();
  await reader.stop();
  expect([lengths.get('written'), lengths.get('moved'), lengths.get('committed')]).toEqual([10, 10, 10]);
  expect(await lengthOf(workspaceId)).toBe(0);
});

test('of two consumers one writes, and the other takes over when it stops', async () => {
  const workspaceId = newId();
  const seen: string[] = [];
  const named = (name: string) => ({
    atStep: (step: Step) => {
      if (step === 'committed') seen.push(name);
    },
  });
  const first = consumer(named('first'));
  await addEvents(eventsOf(workspaceId, 10));
  await first.drained();
  const second = consumer(named('second'));
  await addEvents(eventsOf(workspaceId, 10));
  await first.drained();
  expect(new Set(seen)).toEqual(new Set(['first']));
  await first.stop();
  await addEvents(eventsOf(workspaceId, 10));
  await second.drained();
  expect(seen.at(-1)).toBe('second');
  expect(await sums(workspaceId)).toBe(30);
});

test('readers that take the same entries at once, lock or no lock, count each once', async () => {
  const workspaceId = newId();
  await addEvents(eventsOf(workspaceId, 50));
  const entries = await readStreams(new Map(), 1000);
  const mine = entries.filter((entry) => entry.shard === shardOf(workspaceId));
  const clients = await Promise.all(Array.from({ length: 4 }, () => openConnection('another reader')));
  await Promise.all(clients.map((client, i) => writeEntries(client, i % 2 ? mine : mine.slice(0, 30))));
  await Promise.all(clients.map((client) => client.end()));
  expect(await sums(workspaceId)).toBe(50);
});

test('a malformed entry becomes a dead letter and the stream goes on', async () => {
  const workspaceId = newId();
  const shard = shardOf(workspaceId);
  const [good, unstorable, later] = eventsOf(workspaceId, 3).map(streamFields) as [
    string[],
    string[],
    string[],
  ];
  const event = unstorable.indexOf('event') + 1;
  unstorable[event] = (unstorable[event] ?? '').replace('demo-small', 'nul\\u0000');
  const lettersBefore = await db().deadLetter.count();
  await addEntries(shard, [good, ['event', 'not json'], ['surprise', ''], unstorable, later]);
  await consumer().drained();
  expect(await sums(workspaceId)).toBe(2);
  const letters = await db().deadLetter.findMany({ orderBy: { streamId: 'asc' }, skip: lettersBefore });
  expect(letters).toHaveLength(3);
  expect(letters.map((letter) => letter.payload)).toContain('["event","not json"]');
  expect(letters.every((letter) => letter.shard === shard && letter.error.length > 0)).toBe(true);
});

test('what PostgreSQL alone refuses becomes a dead letter without its neighbours', async () => {
  const workspaceId = newId();
  // A rollup that would pass 2^63 is refused by the database, not by our check of the single entry.
  const full = { workspaceId, admittedAtMs: Date.UTC(2026, 6, 1), costMicros: 10 };
  await addEvents([ledgerEvent(full)]);
  const reader = consumer();
  await reader.drained();
  const largest = 2n ** 63n - 20n;
  await db().rollupQuarter.updateMany({ where: { workspaceId }, data: { costMicros: largest } });
  const before = await db().deadLetter.count();
  const other = { ...full, admittedAtMs: Date.UTC(2026, 6, 2) };
  await addEvents([ledgerEvent(other), ledgerEvent({ ...full, costMicros: 30 }), ledgerEvent(other)]);
  await reader.drained();
  expect((await db().deadLetter.count()) - before).toBe(1);
  expect(await db().usageEvent.count({ where: { workspaceId } })).toBe(3);
});
