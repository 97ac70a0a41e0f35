import { expect, it } from 'vitest';
import type { Metric } from './limit';
import { parseWindow } from './limit';
import { defaultWhenDown } from './when-down';

it.each<[Metric, string, number | null, string]>([
  ['cost', 'lifetime', 5, 'closed'],
  ['cost', 'month UTC 1', 5, 'closed'],
  ['requests', 'month UTC 1', 5, 'closed'],
  ['bytes', 'standing', 5, 'closed'],
  ['requests', 'rolling 60000', 5, 'local'],
  ['tokens', 'rolling 86400000', 5, 'local'],
  ['requests', 'concurrent', 5, 'local'],
  ['requests', 'day UTC', 5, 'local'],
  ['requests', 'month UTC 1', null, 'open'],
])('%s %s of %s is %s when the store is down', (metric, window, capacity, expected) => {
  expect(defaultWhenDown({ metric, window: parseWindow(window), capacity })).toBe(expected);
});
