import { expect, test } from 'vitest';
import { keyView } from '@/components/keys/sample.test-data';
import { nearestToLimit } from './nearest';

const budget = (used_micros: number) =>
  ({ amount: '10.00', period: 'month', used_micros, limit_micros: 10_000_000 }) as const;

test('the fullest budgets come first; unspent, revoked and expired keys are left out', () => {
  const keys = [
    keyView({ id: 'none' }),
    keyView({ id: 'unspent', budget: budget(0) }),
    keyView({ id: 'half', budget: budget(5_000_000) }),
    keyView({ id: 'full', budget: budget(10_000_000) }),
    keyView({ id: 'revoked', budget: budget(10_000_000), status: 'revoked' }),
    keyView({ id: 'expired', budget: budget(10_000_000), status: 'expired' }),
    keyView({ id: 'some', budget: budget(1) }),
  ];
  expect(nearestToLimit(keys, 5).map((key) => key.id)).toEqual(['full', 'half', 'some']);
  expect(nearestToLimit(keys, 1).map((key) => key.id)).toEqual(['full']);
});
