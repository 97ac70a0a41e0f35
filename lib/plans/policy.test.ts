import { expect, it } from 'vitest';
import { type Limit, limitId } from './limit';
import { MINUTE, resolvePolicy } from './policy';

const limit = (over: Partial<Limit>): Limit => ({
  metric: 'cost',
  resource: '',
  scope: 'key',
  window: { kind: 'lifetime' },
  capacity: 500,
  ceiling: null,
  whenDown: 'closed',
  setBy: 'plan',
  ...over,
});
const MONTH: Limit['window'] = { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 };
const NONE = { rpm: null, tpm: null, budgetMicros: null, budgetPeriod: null, zone: 'UTC' };

/** The capacity in force for a key, of the limit that is like `of`. */
const inForce = (of: Limit, key: object, layers: { plan?: Limit[]; overrides?: Limit[] }) =>
  resolvePolicy({
    workspacePlan: layers.plan ?? [],
    keyPlan: null,
    workspaceOverrides: layers.overrides ?? [],
    key: { ...NONE, ...key },
  }).find((one) => limitId(one) === limitId(of));

it.each([
  ['a budget', limit({}), { budgetMicros: 900, budgetPeriod: 'lifetime' }],
  ['a month’s budget', limit({ window: MONTH }), { budgetMicros: 900, budgetPeriod: 'month' }],
  ['a rate', limit({ metric: 'requests', window: MINUTE }), { rpm: 900 }],
])('%s of a key’s own never passes the plan’s, nor the workspace’s, nor their ceiling', (_, of, key) => {
  expect(inForce(of, key, { plan: [of] })).toMatchObject({ capacity: 500, setBy: 'key' });
  expect(inForce(of, key, { overrides: [of] })).toMatchObject({ capacity: 500, setBy: 'key' });
  expect(inForce(of, key, { plan: [{ ...of, ceiling: 800 }] })).toMatchObject({ capacity: 800 });
  expect(inForce(of, key, { plan: [{ ...of, capacity: null }] })).toMatchObject({ capacity: 900 });
  expect(inForce(of, key, {})).toMatchObject({ capacity: 900, setBy: 'key' });
});

it('a number of a key’s own is kept without the store, also where its plan has none', () => {
  const rate = limit({ metric: 'requests', window: MINUTE, capacity: null, whenDown: 'open' });
  expect(inForce(rate, { rpm: 5 }, { plan: [rate] })).toMatchObject({ capacity: 5, whenDown: 'local' });
  const open = { ...rate, capacity: 60 };
  expect(inForce(open, { rpm: 5 }, { plan: [open] })).toMatchObject({ capacity: 5, whenDown: 'open' });
  const budget = limit({ capacity: null, whenDown: 'open' });
  const own = { budgetMicros: 5, budgetPeriod: 'lifetime' };
  expect(inForce(budget, own, { plan: [budget] })).toMatchObject({ capacity: 5, whenDown: 'closed' });
});
