import type { Limit } from '../plans/limit';

/** Five requests a minute of each key, save what is said otherwise. */
export const limit = (over: Partial<Limit>): Limit => ({
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: { kind: 'rolling', windowMs: 60_000 },
  capacity: 5,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
  ...over,
});
