import { expect, it } from 'vitest';
import type { LimitView } from '@/lib/plans/schema';
import { prepareLimit } from './prepare-limit';

const limit = (scope: string, metric: string, window: string, capacity: number | null): LimitView => ({
  id: `${scope}:${metric}/*/${window}`,
  metric,
  resource: null,
  scope,
  window,
  limit: capacity,
  used: 0,
  reserved: 0,
  remaining: capacity,
  reset_at: null,
  set_by: 'plan',
});
const limits = [
  limit('key', 'requests', 'rolling 60000', 60),
  limit('workspace', 'requests', 'day UTC', 1000),
  limit('workspace', 'tokens', 'rolling 60000', null),
];

it('bars are held against the limit whose window is as long as a bar', () => {
  expect(prepareLimit(limits, 'requests', 'minute', 'UTC', 'key')).toEqual({
    value: 60,
    label: 'Limit per minute',
  });
  expect(prepareLimit(limits, 'requests', 'day', 'UTC', 'workspace')?.value).toBe(1000);
});

it('no line where it would compare unlike things', () => {
  expect(
    prepareLimit(limits, 'requests', 'minute', 'UTC', 'workspace'),
    'a key limit on all keys',
  ).toBeUndefined();
  expect(
    prepareLimit(limits, 'requests', 'day', 'Asia/Kolkata', 'workspace'),
    'days of a zone',
  ).toBeUndefined();
  expect(prepareLimit(limits, 'requests', 'hour', 'UTC', 'key'), 'a minute on hours').toBeUndefined();
  expect(prepareLimit(limits, 'tokens', 'minute', 'UTC', 'workspace'), 'unlimited').toBeUndefined();
  expect(prepareLimit(limits, 'refusals', 'minute', 'UTC', 'key'), 'refusals').toBeUndefined();
});
