import { describe, expect, it } from 'vitest';
import { actionWords, auditDiff, tellingFirst } from './audit-diff';

describe('the diff of an audit entry', () => {
  it('names changed fields only', () => {
    expect(auditDiff({ plan: 'free', name: 'Nimbus' }, { plan: 'team', name: 'Nimbus' })).toEqual([
      { path: 'plan', before: 'free', after: 'team' },
    ]);
  });

  it('shows all fields of a thing that was made or removed', () => {
    expect(auditDiff(null, { name: 'ci', rpm: 10000, models: [], budget: { period: 'month' } })).toEqual([
      { path: 'name', before: null, after: 'ci' },
      { path: 'rpm', before: null, after: '10,000' },
      { path: 'budget period', before: null, after: 'month' },
    ]);
    expect(auditDiff({ name: 'ci' }, null)).toEqual([{ path: 'name', before: 'ci', after: null }]);
  });

  it('tells sizes of files in the units that plans are written in', () => {
    expect(auditDiff({ uploads: { image_bytes: 26_214_400 } }, { uploads: { image_bytes: 0 } })).toEqual([
      { path: 'uploads image bytes', before: '25\u2009MB', after: '0\u2009B' },
    ]);
  });

  it('reads limits as limits, matched by what they count', () => {
    const limit = (window: string, capacity: number | null) => ({
      metric: 'requests',
      resource: '',
      scope: 'key',
      window,
      capacity,
    });
    expect(
      auditDiff(
        { overrides: [limit('rolling 60000', 60), limit('concurrent', 5)] },
        { overrides: [limit('rolling 60000', 600), limit('concurrent', 5), limit('day UTC', null)] },
      ),
    ).toEqual([
      { path: 'Requests per minute, each key', before: '60', after: '600' },
      { path: 'Requests per day, each key', before: null, after: 'unlimited' },
    ]);
    const budget = { ...limit('month UTC 1', 250_500_000), metric: 'cost' };
    expect(auditDiff({ overrides: [budget] }, { overrides: [] })).toEqual([
      { path: 'Budget per month, each key', before: '250.50', after: null },
    ]);
    expect(auditDiff({ overrides: [] }, { overrides: [limit('day UTC', 5)] })).toEqual([
      { path: 'Requests per day, each key', before: null, after: '5' },
    ]);
  });

  it('puts the telling fields first, and the name, which the target shows, last', () => {
    const rows = auditDiff(null, { name: 'ci', note: 'x', rpm: 60, plan: 'free' });
    expect(tellingFirst(rows).map((row) => row.path)).toEqual(['plan', 'rpm', 'note', 'name']);
  });

  it('is empty where nothing changed', () => {
    expect(auditDiff({ a: [1, 2] }, { a: [1, 2] })).toEqual([]);
    expect(auditDiff(null, null)).toEqual([]);
    expect(auditDiff({}, { models: [], plan: null })).toEqual([]);
  });
});

it('actions are put in words', () => {
  expect(actionWords({ action: 'workspace.plan', after: { plan: 'team' } })).toBe('Changed tier of');
  expect(actionWords({ action: 'workspace.suspended', after: { suspended: true } })).toBe('Suspended');
  expect(actionWords({ action: 'workspace.suspended', after: { suspended: false } })).toBe(
    'Lifted suspension of',
  );
  expect(actionWords({ action: 'model.price_change', after: null })).toBe('model: price change');
});
