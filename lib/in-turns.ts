import { setImmediate as letOthersGo } from 'node:timers/promises';

/**
 * Maps many items a few at a time and lets waiting requests go in between, so that what is written in the
 * background keeps nobody waiting for longer than a few items take.
 */
export async function mapInTurns<T, R>(
  items: readonly T[],
  map: (item: T) => R,
  atOnce: number,
): Promise<R[]> {
  const mapped: R[] = [];
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % atOnce === 0) await letOthersGo();
    mapped.push(map(item));
  }
  return mapped;
}
