import { type CatalogData, DAY_UTC, MINUTE, MONTH_UTC, type Published, requests } from './catalog';
import { mediaModels } from './media-models';
import { gptInDollars } from './models';

const plan = (rank: number, name: string, rpm: Published, day: Published, month: Published) => ({
  slug: name.toLowerCase(),
  name,
  rank,
  limits: [
    requests('key', MINUTE, rpm),
    requests('workspace', DAY_UTC, day),
    requests('workspace', MONTH_UTC, month),
  ],
});

/** A rate per key; a day and a monthly quota, tracked apart from it, per workspace. */
export const zihin: CatalogData = {
  id: 'zihin',
  name: 'Zihin',
  keyPrefix: 'zhn_live_',
  contract: 'zihin',
  currency: 'USD',
  timeZone: 'UTC',
  upgradeUrl: 'https://zihin.ai',
  salesEmail: 'sales@zihin.example',
  plans: [
    plan(1, 'Free', 10, 100, 1_000),
    plan(2, 'Starter', 60, 1_000, 10_000),
    plan(3, 'Pro', 300, 10_000, 100_000),
    plan(4, 'Enterprise', 'custom', 'custom', 'custom'),
  ],
  models: [...gptInDollars, ...mediaModels()],
};
