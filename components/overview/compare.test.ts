import { expect, test } from 'vitest';
import { changeSince } from './compare';

test.each([
  [0, 0, 'same', null],
  [5, 0, 'up', null],
  [112, 100, 'up', '12\u2009%'],
  [50, 100, 'down', '50\u2009%'],
  [0, 100, 'down', '100\u2009%'],
  [1001, 1000, 'up', '<\u20091\u2009%'],
  [2500, 100, 'up', '25×'],
])('%d after %d is %s, %s', (now, before, direction, share) => {
  expect(changeSince(now, before)).toEqual({ direction, share });
});
