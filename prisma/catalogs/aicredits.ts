import { type CatalogData, concurrent, MINUTE, requests } from './catalog';
import { mediaModels } from './media-models';

/** For a dollar. */
const RUPEES = 86;

/** One plan: a rate per key that its owner may raise, and five requests at a time per user. */
export const aicredits: CatalogData = {
  id: 'aicredits',
  name: 'AICredits',
  keyPrefix: 'sk-',
  contract: 'aicredits',
  currency: 'INR',
  timeZone: 'Asia/Kolkata',
  upgradeUrl: 'https://aicredits.in',
  salesEmail: 'sales@aicredits.example',
  plans: [
    {
      slug: 'standard',
      name: 'Standard',
      rank: 1,
      limits: [{ ...requests('key', MINUTE, 60), ceiling: 10_000 }, concurrent('user', 5)],
    },
  ],
  models: [
    {
      name: 'openai/gpt-4o-mini',
      upstreamModel: 'gpt-4o-mini',
      inputPrice: 13_000_000,
      outputPrice: 52_000_000,
      contextTokens: 128_000,
      maxOutputTokens: 4_096,
      readsImages: true,
    },
    {
      name: 'openai/gpt-4o',
      upstreamModel: 'gpt-4o',
      inputPrice: 215_000_000,
      outputPrice: 860_000_000,
      contextTokens: 128_000,
      maxOutputTokens: 16_384,
      readsImages: true,
    },
    ...mediaModels(RUPEES, 'openai/'),
  ],
};
