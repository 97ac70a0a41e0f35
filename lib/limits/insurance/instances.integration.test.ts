import { describe, expect, inject, it, vi } from 'vitest';
import { instancesKey } from '../../redis/keys';
import { prompt } from '../../redis/prompt';
import { openTcpStore } from '../../redis/tcp';
import { openCut } from '../../testing/cut';
import { announceInstance } from './instances';

const open = () => openTcpStore(inject('servers').redisUrl);
/** Others have heard of whoever is there by then. */
const later = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + ms);

/** How many are announced in the store. */
const listed = async (store: ReturnType<typeof open>) =>
  (await store.pipeline([['ZCARD', instancesKey()]]))[0];

describe('parts of what all instances share', () => {
  it('are together never more than the whole, and all of it once all have heard of each other', async () => {
    const stores = [open(), open(), open()];
    const alone = announceInstance(stores[0] as ReturnType<typeof open>);
    expect(alone.share(8)).toBe(1); // nobody knows yet who else is there
    await alone.announce();
    expect([alone.share(8), alone.share(1)]).toEqual([8, 1]);

    const others = stores.slice(1).map((store) => announceInstance(store));
    for (const other of others) await other.announce();
    expect(others.map((other) => other.share(8))).toEqual([1, 1]);

    const clock = later(6_000);
    const all = [alone, ...others];
    for (const each of all) await each.announce();
    expect(all.map((each) => each.share(8))).toEqual([3, 3, 2]);
    expect(all.map((each) => each.share(9))).toEqual([3, 3, 3]);
    expect(all.map((each) => each.share(2))).toEqual([1, 1, 1]); // each at least 1

    await others[0]?.stop();
    for (const each of [alone, others[1]]) await each?.announce();
    expect([alone.share(8), others[1]?.share(8)]).toEqual([4, 4]);
    clock.mockRestore();
    await Promise.all([alone.stop(), others[1]?.stop()]);
    await Promise.all(stores.map((store) => store.close()));
  });
});

it('who was cut off from the store lately believes no lower count, and announces itself again at once', async () => {
  const line = await openCut(inject('servers').redisUrl);
  const [mine, yours] = [prompt(openTcpStore(line.url)), open()];
  const [self, other] = [announceInstance(mine), announceInstance(yours)];
  for (const each of [other, self]) await each.announce();
  expect(self.count()).toBe(2);

  line.cut();
  await self.announce();
  // As if it had been away too long to be counted.
  await other.stop();
  line.restore();
  await vi.waitFor(async () => expect(await listed(yours)).toBe(1), 10_000);
  expect(self.count()).toBe(2);
  await self.announce();
  expect(self.count()).toBe(2);

  const clock = later(30_000);
  await self.announce();
  expect(self.count()).toBe(1);
  clock.mockRestore();
  await self.stop();
  await Promise.all([mine.close(), yours.close(), line.close()]);
});
