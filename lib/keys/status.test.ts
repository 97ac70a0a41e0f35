import { expect, it } from 'vitest';
import { keyStatus } from './status';

const now = Date.UTC(2026, 0, 10);
const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
const key = { revoked_at: null, expires_at: null, budget: null };
const budget = (used_micros: number) => ({ used_micros, limit_micros: 100 });

it.each([
  ['a plain key is active', key, 'active'],
  ['a revoked key is revoked, whatever else', { ...key, revoked_at: at(9), expires_at: at(9) }, 'revoked'],
  ['a key is expired at the very instant', { ...key, expires_at: at(10) }, 'expired'],
  ['a key with a week left is expiring', { ...key, expires_at: at(17) }, 'expiring'],
  ['a key with more is not', { ...key, expires_at: at(18) }, 'active'],
  ['below 75 % of its budget a key is active', { ...key, budget: budget(74) }, 'active'],
  ['from 75 % on it is near its budget', { ...key, budget: budget(75) }, 'near_budget'],
  [
    'near its budget says more than expiring',
    { ...key, budget: budget(80), expires_at: at(11) },
    'near_budget',
  ],
])('%s', (_, facts, expected) => expect(keyStatus(facts, now)).toBe(expected));
