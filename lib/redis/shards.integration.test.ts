import { expect, it } from 'vitest';
import { requireSameShards } from './shards';
import { store } from './store';

it('a store keeps the number of shards it was begun with', async () => {
  await requireSameShards(store(), 16);
  await expect(requireSameShards(store(), 16)).resolves.toBeUndefined();
  await expect(requireSameShards(store(), 17)).rejects.toThrow('STORE_SHARDS=16');
});
