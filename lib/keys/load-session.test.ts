import { expect, test } from 'vitest';
import type { WorkspacePolicy } from './load-policy';
import { sessionPrincipal } from './load-session';

const policy: WorkspacePolicy = {
  workspaceId: '01990000-0000-7000-8000-000000000001',
  rev: 1,
  catalogRev: 1,
  suspended: false,
  origins: [],
  catalog: {
    id: 'headroom',
    name: 'Headroom',
    contract: 'openai',
    currency: 'USD',
    timeZone: 'UTC',
    upgradeUrl: 'https://example.com',
  },
  plan: {
    id: '01990000-0000-7000-8000-000000000002',
    slug: 'free',
    name: 'Free',
    rank: 0,
    priority: 0,
    apiAccess: true,
    limits: [],
  },
  overrides: [],
};

test.each([
  ['USD', 5_000_000],
  ['INR', 500_000_000],
])(
  'a session’s monthly budget in %s is what every member has: the plan’s, not a key’s own',
  (currency, most) => {
    const { limits, counters } = sessionPrincipal('01990000-0000-7000-8000-000000000003', {
      ...policy,
      catalog: { ...policy.catalog, currency },
    });
    for (const list of [limits, counters])
      expect(list).toMatchObject([{ metric: 'cost', scope: 'key', capacity: most, setBy: 'plan' }]);
  },
);
