import { type CatalogData, DAY_UTC, MINUTE, type Published, requests, tokens } from './catalog';
import { mediaModels } from './media-models';
import { gptInDollars } from './models';

const plan = (rank: number, name: string, rpm: Published, tpm: Published, day: Published) => ({
  slug: name.toLowerCase(),
  name,
  rank,
  priority: rank,
  limits: [requests('key', MINUTE, rpm), tokens('key', MINUTE, tpm), requests('key', DAY_UTC, day)],
});

/** Everything per key, one bucket for all resources; the plan's priority decides who waits. */
export const priority: CatalogData = {
  id: 'priority',
  name: 'Priority',
  keyPrefix: 'pr_live_',
  contract: 'priority',
  currency: 'USD',
  timeZone: 'UTC',
  upgradeUrl: '/plans',
  salesEmail: 'sales@priority.example',
  plans: [
    plan(1, 'Free', 10, 40_000, 500),
    plan(2, 'Basic', 50, 200_000, 10_000),
    plan(3, 'Pro', 100, 1_000_000, 100_000),
    plan(4, 'Enterprise', null, null, null),
  ],
  models: [...gptInDollars, ...mediaModels()],
};
