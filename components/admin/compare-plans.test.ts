import { describe, expect, it } from 'vitest';
import type { LimitInput, PlanLimitView, PlanView } from '@/lib/plans/schema';
import { capacityWords, comparePlans, missingNumbers } from './compare-plans';

const limit = (window: string, capacity: number | null, custom = false): PlanLimitView => ({
  metric: 'requests',
  resource: null,
  scope: 'key',
  window,
  limit: capacity,
  ceiling: null,
  custom,
});
const plan = (slug: string, limits: PlanLimitView[]): PlanView => ({
  id: slug,
  slug,
  name: slug,
  rank: 1,
  api_access: true,
  priority: 1,
  limits,
});
const MINUTE = 'rolling 60000';
const override: LimitInput = { metric: 'requests', resource: '', scope: 'key', window: MINUTE, capacity: 99 };

describe('comparing plans', () => {
  const free = plan('free', [limit(MINUTE, 60), limit('concurrent', 50), limit('day UTC', 500)]);
  const team = plan('team', [limit(MINUTE, 600), limit('concurrent', 20), limit('month UTC 1', null)]);

  it('names every limit of either plan with its direction', () => {
    expect(comparePlans(free, team, [], 'USD').map((c) => [c.name, c.before, c.after, c.direction])).toEqual([
      ['Requests per minute', '60', '600', 'more'],
      ['Concurrent requests', '50', '20', 'less'],
      ['Requests per month', 'no limit', 'unlimited', 'none'],
      ['Requests per day', '500', 'no limit', 'more'],
    ]);
  });

  it('says where a custom limit stays in force over both', () => {
    const [minute] = comparePlans(free, team, [override], 'USD');
    expect(minute).toMatchObject({ overridden: true, direction: null });
  });

  it('words 0 as not included', () => {
    expect(capacityWords(0, 'requests', 'USD')).toBe('not included');
    expect(capacityWords(12_500_000, 'cost', 'USD')).toBe('$12.50');
  });
});

describe('a custom plan', () => {
  const enterprise = plan('enterprise', [
    limit(MINUTE, null, true),
    limit('day UTC', null, true),
    limit('concurrent', 9),
  ]);

  it('asks for the numbers that no custom limit gives yet', () => {
    expect(missingNumbers(enterprise, []).map((l) => l.window)).toEqual([MINUTE, 'day UTC']);
    expect(missingNumbers(enterprise, [override]).map((l) => l.window)).toEqual(['day UTC']);
  });
});
