import { expect, inject, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { processState } from '../process-state';
import { shardOf, streamKey } from '../redis/keys';
import { openRestStore } from '../redis/rest';
import { store } from '../redis/store';
import { addEntries, addEvents, ledgerEvent } from '../testing/ledger-events';
import { startConsumer } from './consumer';
import { consumerLag } from './lag';
import { usedSoFar } from './used-so-far';

const { restUrl, restToken } = inject('servers');
processState('store', () => openRestStore(restUrl, restToken));

test('over REST the ledger reads, trims and answers as over TCP', async () => {
  expect(store().kind).toBe('rest');
  const workspaceId = newId();
  const shard = shardOf(workspaceId);
  // A name that looks like JSON stays the text it is.
  const events = Array.from({ length: 30 }, () => ledgerEvent({ workspaceId, model: '{"a":1}' }));
  const used = () =>
    usedSoFar({
      workspaceId,
      shard,
      limit: { metric: 'cost', resource: '', scope: 'workspace', window: { kind: 'lifetime' } },
      subject: workspaceId,
      fromMs: 0,
      toMs: Date.now(),
    });
  expect(await used()).toEqual({ pieces: [], streamId: '0-0' });
  await addEvents(events);
  await addEntries(shard, [['event', '{}']]);
  expect((await consumerLag()).entries).toBe(31);
  const onTheWay = await used();
  expect(onTheWay.pieces).toHaveLength(30);
  const reader = startConsumer();
  await reader.drained();
  await reader.stop();
  const rows = await db().usageEvent.findMany({ where: { workspaceId } });
  expect(rows.map((row) => row.model)).toEqual(events.map(() => '{"a":1}'));
  expect(await db().deadLetter.count()).toBe(1);
  expect(await store().pipeline([['XLEN', streamKey(shard)]])).toEqual([0]);
  const inLedger = await used();
  expect(inLedger.pieces.map(({ amount }) => amount)).toEqual([30 * 35]);
  expect(inLedger.streamId).toBe(onTheWay.streamId);
});
