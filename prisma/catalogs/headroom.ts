import { type CatalogData, concurrent, MINUTE, MONTH_UTC, type Published, requests, tokens } from './catalog';
import { mediaModels } from './media-models';
import { gptInDollars } from './models';

const plan = (
  rank: number,
  name: string,
  rpm: Published,
  tpm: Published,
  month: Published,
  live: Published,
) => ({
  slug: name.toLowerCase(),
  name,
  rank,
  priority: rank,
  limits: [
    requests('key', MINUTE, rpm),
    tokens('key', MINUTE, tpm),
    requests('workspace', MONTH_UTC, month),
    concurrent('workspace', live),
  ],
});

/** Our own offer: rates per key, the rest per workspace. */
export const headroom: CatalogData = {
  id: 'headroom',
  name: 'Headroom',
  keyPrefix: 'hr_live_',
  contract: 'headroom',
  currency: 'USD',
  timeZone: 'UTC',
  upgradeUrl: '/plans',
  salesEmail: 'sales@headroom.example',
  plans: [
    plan(1, 'Free', 60, 100_000, 100_000, 50),
    plan(2, 'Team', 600, 1_000_000, 2_000_000, 200),
    plan(3, 'Business', 3_000, 10_000_000, 20_000_000, 1_000),
    plan(4, 'Enterprise', null, null, null, null),
  ],
  models: [...gptInDollars, ...mediaModels()],
};
