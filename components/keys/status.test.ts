import { expect, test } from 'vitest';
import { keyView } from './sample.test-data';
import { inUse, shownStatus } from './status';

const spent = { amount: '1.00', period: 'month', used_micros: 1_000_000, limit_micros: 1_000_000 } as const;

test('a spent budget is shown as being refused, save on a key that has ended', () => {
  expect(shownStatus(keyView({ budget: spent, status: 'near_budget' }))).toBe('refused');
  expect(shownStatus(keyView({ budget: spent, status: 'revoked' }))).toBe('revoked');
  expect(shownStatus(keyView({ budget: spent, status: 'expired' }))).toBe('expired');
  expect(shownStatus(keyView())).toBe('active');
});

test('a key is in use for an hour after its last request', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(inUse(keyView({ last_used_at: '2026-11-22T11:00:01Z' }), now)).toBe(true);
  expect(inUse(keyView({ last_used_at: '2026-11-22T11:00:00Z' }), now)).toBe(false);
  expect(inUse(keyView(), now)).toBe(false);
});
