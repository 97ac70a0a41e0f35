import { expect, it } from 'vitest';
import { figure, scaled } from '../testing/proof';
import { explore } from '../testing/revisions/explore';
import type { Bounds } from '../testing/revisions/protocol';
import { MUTATIONS } from '../testing/revisions/rules';

/**
 * Promise 11: once a change was answered, nothing is admitted under an older policy. Every interleaving of
 * two changes, loaders, outbox and deciders, any of them dying anywhere, commands that arrive late, and a
 * store that forgets, restarts without its tail or loses its epoch.
 */
const SHORT: Bounds[] = [
  { changes: 2, loads: 2, accidents: 0 },
  { changes: 1, loads: 2, accidents: 1 },
];
const LONG: Bounds[] = [
  ...SHORT,
  { changes: 1, loads: 2, accidents: 2 },
  { changes: 1, loads: 3, accidents: 1 },
  { changes: 2, loads: 2, accidents: 1 },
];

it.each(scaled(0, 1) ? LONG : SHORT)(
  'nothing is admitted on an old policy: $changes changes, $loads loads, $accidents accidents',
  { timeout: 300_000 },
  (bounds) => {
    const { states, trail } = explore(bounds);
    const { changes, loads, accidents } = bounds;
    figure(
      `revision protocol, ${changes} changes, ${loads} loads, ${accidents} accidents of the store: ${states} states, broken ${trail ? 1 : 0}`,
    );
    expect(trail).toBeNull();
  },
);

it('no rule can be dropped: without any one of them an old policy is used', () => {
  const survivors = Object.entries(MUTATIONS).filter(
    ([, mutation]) =>
      explore({ changes: 1, loads: 2, accidents: 1 }, mutation).trail === null &&
      explore({ changes: 2, loads: 2, accidents: 1 }, mutation).trail === null,
  );
  figure(`revision protocol: ${Object.keys(MUTATIONS).length} rules dropped, unnoticed ${survivors.length}`);
  expect(survivors).toEqual([]);
});
