import { describe, expect, test } from 'vitest';
import { filterKeys, type KeyFilters } from './filter-keys';
import { keyView } from './sample.test-data';

const budget = (used_micros: number) =>
  ({ amount: '10.00', period: 'month', used_micros, limit_micros: 10_000_000 }) as const;
const KEYS = [
  keyView({
    id: '1',
    name: 'Production',
    rpm: 600,
    budget: budget(9_000_000),
    sparkline: [5, 5],
    status: 'near_budget',
  }),
  keyView({
    id: '2',
    name: 'staging',
    rpm: 60,
    last_used_at: '2026-11-22T10:00:00Z',
    created_at: '2026-11-02T00:00:00Z',
  }),
  keyView({ id: '3', name: 'Old batch', status: 'revoked' }),
  keyView({
    id: '4',
    name: 'Batch',
    budget: budget(10_000_000),
    sparkline: [1],
    created_at: '2026-11-05T00:00:00Z',
  }),
];
const ALL: KeyFilters = { q: '', status: 'all', sort: 'created', desc: true };
const ids = (filters: Partial<KeyFilters>) => filterKeys(KEYS, { ...ALL, ...filters }).map((key) => key.id);

describe('which keys are shown', () => {
  test('revoked ones only when asked for', () => {
    expect(ids({ status: '' })).not.toContain('3');
    expect(ids({ status: 'revoked' })).toEqual(['3']);
    expect(ids({ status: 'all' })).toHaveLength(4);
  });

  test('a spent budget is found as being refused', () => {
    expect(ids({ status: 'refused' })).toEqual(['4']);
  });

  test('every word must be found, in any of name, key and owner, in any case', () => {
    expect(ids({ q: 'BATCH mira' })).toEqual(['4', '3']);
    expect(ids({ q: 'batch nobody' })).toEqual([]);
    expect(ids({ q: 'hr_live_ab12' })).toHaveLength(4);
  });
});

describe('their order', () => {
  test.each([
    ['name', false, ['4', '3', '1', '2']],
    ['rpm', false, ['2', '1', '4', '3']],
    ['budget', true, ['4', '1', '2', '3']],
    ['requests', true, ['1', '4', '2', '3']],
    ['last_used', true, ['2', '4', '1', '3']],
    ['status', false, ['4', '1', '2', '3']],
  ] as const)('by %s, descending %s', (sort, desc, order) => {
    expect(ids({ sort, desc })).toEqual(order);
  });
});
