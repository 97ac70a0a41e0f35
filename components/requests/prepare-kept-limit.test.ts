import { expect, test } from 'vitest';
import type { KeptLimit } from '@/lib/usage/request-schema';
import { prepareKeptLimit } from './prepare-kept-limit';

const limit = (more: Partial<KeptLimit>): KeptLimit => ({
  id: 'key:requests/*/rolling 60000',
  metric: 'requests',
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: 10,
  used: 3,
  reserved: 2,
  remaining: 5,
  reset_at: null,
  set_by: 'plan',
  held: 1,
  ...more,
});

test('what the request held is told apart from what others had taken before', () => {
  expect(prepareKeptLimit(limit({}), false)).toEqual({
    before: 4,
    held: 1,
    after: 5,
    capacity: 10,
    bar: { before: 0.4, held: 0.1 },
    tone: 'ok',
  });
});

test('the bar never overflows, and the limit that refused is red however little it showed', () => {
  const over = prepareKeptLimit(limit({ used: 12, reserved: 0, held: 0 }), true);
  expect(over).toMatchObject({ before: 12, bar: { before: 1, held: 0 }, tone: 'out' });
  expect(prepareKeptLimit(limit({ used: 0, reserved: 0, held: 0 }), true).tone).toBe('out');
});

test('an unlimited limit and one that is not in the plan have no bar', () => {
  expect(prepareKeptLimit(limit({ limit: null, remaining: null }), false).bar).toBeNull();
  expect(prepareKeptLimit(limit({ limit: 0, remaining: 0 }), false).bar).toBeNull();
});
