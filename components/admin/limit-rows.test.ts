import { describe, expect, it } from 'vitest';
import type { LimitInput, PlanView } from '@/lib/plans/schema';
import { idOf } from './compare-plans';
import { limitRows, withOverride, withoutOverride } from './limit-rows';

const rpm: LimitInput = {
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: 'rolling 60000',
  capacity: 90,
};
const budget: LimitInput = {
  ...rpm,
  metric: 'cost',
  scope: 'workspace',
  window: 'month UTC 1',
  capacity: 5_000_000,
};
const plan: PlanView = {
  id: 'p',
  slug: 'free',
  name: 'Free',
  rank: 1,
  api_access: true,
  priority: 1,
  limits: [
    { ...rpm, resource: null, limit: 60, ceiling: null, custom: false },
    { ...rpm, resource: null, window: 'concurrent', limit: null, ceiling: null, custom: false },
  ],
};

describe('the limits of a workspace', () => {
  it('show the plan beside what is in force, custom limits in their place', () => {
    expect(limitRows(plan, [budget, rpm], 'USD').map((r) => [r.limit.window, r.plan, r.inForce])).toEqual([
      ['rolling 60000', '60', '90'],
      ['concurrent', 'unlimited', 'unlimited'],
      ['month UTC 1', null, '$5.00'],
    ]);
  });

  it('of a custom plan are numbers that can be changed but not removed', () => {
    const custom = { ...plan, limits: plan.limits.map((limit) => ({ ...limit, custom: true })) };
    const rows = limitRows(custom, [budget, rpm], 'USD');
    expect(rows.map((r) => [r.plan, r.removable])).toEqual([
      ['per workspace', false],
      ['per workspace', false],
      [null, true],
    ]);
  });
});

describe('custom limits', () => {
  it('are replaced by the same limit, and added otherwise', () => {
    expect(withOverride([rpm, budget], { ...rpm, capacity: 7 })).toEqual([{ ...rpm, capacity: 7 }, budget]);
    expect(withOverride([rpm], budget)).toEqual([rpm, budget]);
  });

  it('are removed one at a time', () => {
    expect(withoutOverride([rpm, budget], idOf(rpm))).toEqual([budget]);
  });
});
