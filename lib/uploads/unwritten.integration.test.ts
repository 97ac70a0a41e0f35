import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { inspect, openIn } from '../limits/holds';
import { endHold } from '../limits/reaper';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import type { MeteredLane } from '../testing/metered-lane';
import { openUploads, text, uploaderAt } from '../testing/uploads';
import { removeOrphans } from './sweep';

let lane: MeteredLane;
beforeAll(async () => {
  lane = await openUploads();
  await db().$executeRaw`ALTER TABLE stored_files ADD CONSTRAINT broken CHECK (name <> 'broken.txt')`;
});
afterAll(() => lane.close());

it('an upload that the database does not take is told so, and left to the reaper, who charges no byte', async () => {
  const who = await uploaderAt(lane.url);
  const response = await who.send('/upload/stream?filename=broken.txt', {
    method: 'POST',
    body: text(1_000),
  });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'storage_unavailable' } });
  expect(await who.list()).toEqual([]);
  // Nobody knows yet whether it was written: its bytes are held until that is known.
  expect(await who.level()).toEqual({ used: 0, reserved: 1_000 });
  const shard = shardOf(who.workspace.id);
  const open = (await openIn(store(), shard)).filter(({ workspaceId }) => workspaceId === who.workspace.id);
  for (const hold of await inspect(store(), shard, open)) {
    if (hold.facts.resource === 'uploads') await endHold(store(), shard, hold);
  }
  expect(await who.level()).toEqual({ used: 0, reserved: 0 });
  expect(await removeOrphans({ wholeMs: 0, partialMs: 0 })).toBe(1);
});

it('a stored one leaves no settle order behind: what the store took is not replayed', async () => {
  const who = await uploaderAt(lane.url);
  const response = await who.send('/upload/stream?filename=a.txt', { method: 'POST', body: text(1_000) });
  expect(response.status).toBe(201);
  const file = await db().storedFile.findFirstOrThrow({ where: { workspaceId: who.workspace.id } });
  expect(await db().settleOrder.findUnique({ where: { id: file.reservationId } })).toBeNull();
  expect(await who.level()).toEqual({ used: 1_000, reserved: 0 });
});
