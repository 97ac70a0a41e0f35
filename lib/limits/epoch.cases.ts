import { beforeEach, describe, expect, it } from 'vitest';
import { epochKey, rebuildKey, streamKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { BEFORE_ALL, compareIds } from '../redis/stream-id';
import { beginRebuild, finishRebuild, observe } from './epoch';

const SHARD = 7;

/** What a shard's epoch promises, on any store. */
export function epochCases(store: Store): void {
  describe('a shard’s epoch', () => cases(store));
}

function cases(store: Store): void {
  const look = (readUpTo = BEFORE_ALL) => observe(store, SHARD, readUpTo);
  const set = (key: string, value: string) => store.pipeline([['SET', key, value]]);

  beforeEach(async () => {
    await store.pipeline([['DEL', epochKey(SHARD), rebuildKey(SHARD)]]);
  });

  it('a rebuild becomes the epoch, and of several that begin at once there is one', async () => {
    expect(await look()).toMatchObject({ epoch: '', rebuild: '' });
    const begun = await Promise.all(['12345678', 'abcdefgh'].map((id) => beginRebuild(store, SHARD, id)));
    expect(new Set(begun).size).toBe(1);
    const [id = ''] = begun;
    expect(await look()).toMatchObject({ epoch: '', rebuild: id });
    expect(await finishRebuild(store, SHARD, 'another')).toBe(false);
    expect(await finishRebuild(store, SHARD, id)).toBe(true);
    expect(await finishRebuild(store, SHARD, id)).toBe(true);
    expect(await look()).toMatchObject({ epoch: id, rebuild: '' });
    expect(await beginRebuild(store, SHARD, 'later')).toBe('');
  });

  it('a server that did not write the epoch removes it, and a rebuild as well', async () => {
    await set(epochKey(SHARD), '0123456789ab.id');
    expect((await look()).epoch).toBe('');
    await set(rebuildKey(SHARD), '0123456789ab.id');
    expect((await look()).rebuild).toBe('');
    expect(await finishRebuild(store, SHARD, 'id')).toBe(false);
    const [keys] = await store.pipeline([['EXISTS', epochKey(SHARD), rebuildKey(SHARD)]]);
    expect(keys).toBe(0);
  });

  it('memory that is lost once more ends a rebuild', async () => {
    await beginRebuild(store, SHARD, 'first');
    await store.pipeline([['DEL', rebuildKey(SHARD)]]);
    expect(await finishRebuild(store, SHARD, 'first')).toBe(false);
    expect(await beginRebuild(store, SHARD, 'second')).toBe('second');
  });

  it('a stream that ends before what the ledger has read ends the epoch, and goes on behind that', async () => {
    const add = async () =>
      String((await store.pipeline([['XADD', streamKey(SHARD), '*', 'field', 'value']]))[0]);
    await beginRebuild(store, SHARD, 'id');
    await finishRebuild(store, SHARD, 'id');
    const newest = await add();
    expect(await look(newest)).toMatchObject({ epoch: 'id', lastId: newest });
    const readUpTo = `${Number(newest.split('-')[0]) + 1000}-5`;
    expect(await look(readUpTo)).toMatchObject({ epoch: '', lastId: readUpTo });
    expect(compareIds(await add(), readUpTo)).toBeGreaterThan(0);
    // The whole stream is gone.
    const beyond = `${Number(readUpTo.split('-')[0]) + 1000}-0`;
    await store.pipeline([['DEL', streamKey(SHARD)]]);
    expect(await look(beyond)).toMatchObject({ epoch: '', lastId: beyond, waiting: 0 });
    expect(compareIds(await add(), beyond)).toBeGreaterThan(0);
  });
}
