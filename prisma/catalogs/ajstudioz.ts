import {
  type CatalogData,
  concurrent,
  DAY_ROLLING,
  MINUTE,
  type Published,
  requests,
  tokens,
} from './catalog';

const plan = (rank: number, name: string, rpm: Published, tokensPerDay: Published, live: Published) => ({
  slug: name.toLowerCase(),
  name,
  rank,
  limits: [requests('key', MINUTE, rpm), tokens('key', DAY_ROLLING, tokensPerDay), concurrent('key', live)],
});

/** Everything per key; "larger models consume more tokens" is the model's weight. */
const gemma = (size: string, weight: number, inputPrice: number, outputPrice: number) => ({
  name: `gemma3:${size}`,
  weight,
  inputPrice,
  outputPrice,
  contextTokens: 131_072,
  maxOutputTokens: 8_192,
  readsImages: true as const,
});

export const ajstudioz: CatalogData = {
  id: 'ajstudioz',
  name: 'AJ STUDIOZ',
  keyPrefix: 'aj_live_',
  contract: 'ajstudioz',
  currency: 'USD',
  timeZone: 'UTC',
  upgradeUrl: 'https://cloud.ajstudioz.com',
  salesEmail: 'sales@ajstudioz.example',
  plans: [
    plan(1, 'Free', 10, 100_000, 2),
    plan(2, 'Developer', 60, 1_000_000, 10),
    plan(3, 'Pro', 200, 10_000_000, 30),
    plan(4, 'Enterprise', 'custom', 'custom', 'custom'),
  ],
  models: [
    gemma('4b', 1, 20_000, 40_000),
    gemma('12b', 2, 50_000, 100_000),
    gemma('27b', 4, 100_000, 200_000),
    {
      name: 'embeddinggemma:300m',
      resource: 'embeddings',
      inputPrice: 10_000,
      outputPrice: 0,
      contextTokens: 2_048,
      maxOutputTokens: 1,
    },
  ],
};
