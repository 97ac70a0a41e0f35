import { type CatalogData, MINUTE, MONTH_UTC, type PlanData, requests, type UploadSizes } from './catalog';
import { mediaModels } from './media-models';
import { gptInDollars } from './models';

const MB = 2 ** 20;
const GB = 2 ** 30;

interface Row {
  rpm: number;
  uploads: number;
  /** files · image · document · video */
  sizes: UploadSizes;
  storage: number | null;
  descriptions: number;
  messages: number;
}

const sizes = (batchFiles: number, image: number, document: number, video: number): UploadSizes => ({
  batchFiles,
  imageBytes: image,
  documentBytes: document,
  videoBytes: video,
});

const plan = (rank: number, name: string, row: Row, apiAccess = true): PlanData => ({
  slug: name.toLowerCase(),
  name,
  rank,
  apiAccess,
  limits: [
    requests('key', MINUTE, row.rpm),
    {
      metric: 'requests',
      resource: 'uploads',
      scope: 'workspace',
      window: 'concurrent',
      capacity: row.uploads,
    },
    { metric: 'bytes', scope: 'workspace', window: 'standing', capacity: row.storage },
    { metric: 'descriptions', scope: 'workspace', window: MONTH_UTC, capacity: row.descriptions },
    { metric: 'messages', scope: 'workspace', window: MONTH_UTC, capacity: row.messages },
  ],
  sizes: row.sizes,
});

/** Rates per key, the rest per workspace. FREE is for the browser alone: it has no keys. */
export const aionvision: CatalogData = {
  id: 'aionvision',
  name: 'AIOnVision',
  keyPrefix: 'aion_live_',
  contract: 'aionvision',
  currency: 'USD',
  timeZone: 'UTC',
  upgradeUrl: 'https://aionvision.tech',
  salesEmail: 'enterprise@aionvision.tech',
  plans: [
    plan(
      1,
      'FREE',
      {
        rpm: 10,
        uploads: 10,
        sizes: sizes(10, 25 * MB, 50 * MB, 1 * GB),
        storage: 1 * GB,
        descriptions: 15,
        messages: 10,
      },
      false,
    ),
    plan(2, 'STARTER', {
      rpm: 30,
      uploads: 20,
      sizes: sizes(20, 50 * MB, 50 * MB, 2 * GB),
      storage: 25 * GB,
      descriptions: 300,
      messages: 200,
    }),
    plan(3, 'PROFESSIONAL', {
      rpm: 100,
      uploads: 30,
      sizes: sizes(20, 100 * MB, 50 * MB, 5 * GB),
      storage: 100 * GB,
      descriptions: 2_500,
      messages: 2_000,
    }),
    plan(4, 'ENTERPRISE', {
      rpm: 500,
      uploads: 50,
      sizes: sizes(50, 200 * MB, 50 * MB, 10 * GB),
      storage: null,
      descriptions: 10_000,
      messages: 5_000,
    }),
  ],
  models: [...gptInDollars, ...mediaModels()],
};
