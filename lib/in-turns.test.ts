import { describe, expect, it } from 'vitest';
import { mapInTurns } from './in-turns';

describe('work done in turns', () => {
  it('maps every item, in order', async () => {
    const items = Array.from({ length: 101 }, (_, i) => i);
    expect(await mapInTurns(items, (item) => item * 2, 10)).toEqual(items.map((item) => item * 2));
    expect(await mapInTurns([], String, 10)).toEqual([]);
  });

  it('lets others go after so many items, so that nobody waits for all of them', async () => {
    const seen: string[] = [];
    setImmediate(() => seen.push('other'));
    await mapInTurns([1, 2, 3, 4], (item) => seen.push(`item ${item}`), 2);
    expect(seen).toEqual(['item 1', 'item 2', 'other', 'item 3', 'item 4']);
  });
});
