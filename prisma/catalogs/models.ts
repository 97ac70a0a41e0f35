import type { ModelData } from './catalog';
import { mediaModels } from './media-models';

/** Two plain chat models, priced in USD. */
export const gptInDollars: ModelData[] = [
  {
    name: 'gpt-4o-mini',
    inputPrice: 150_000,
    outputPrice: 600_000,
    contextTokens: 128_000,
    maxOutputTokens: 4_096,
    readsImages: true,
  },
  {
    name: 'gpt-4o',
    inputPrice: 2_500_000,
    outputPrice: 10_000_000,
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    readsImages: true,
  },
];

const demo = (name: string): ModelData => ({
  name,
  inputPrice: 150_000,
  outputPrice: 600_000,
  contextTokens: 128_000,
  maxOutputTokens: 8_192,
  readsImages: true,
});

/** `demo-images-error-500` and the like: trouble for the other resources, priced as the first model of each. */
const demoMedia = mediaModels()
  .filter(({ meter }) => meter === undefined)
  .map((model) => ({ ...model, name: `demo-${model.resource}-*` }));

/**
 * Seeded into every catalog of the demo alone, callable but not listed: by these names the demo's
 * upstream (lib/demo/upstream/behaviour.ts) is asked for trouble, so that people and tests can try each
 * kind. A star stands for the rest of a name: a status, a number of tokens.
 */
export const demoModels: ModelData[] = [
  ...[
    'demo-error-*',
    'demo-slow',
    'demo-paced',
    'demo-stall',
    'demo-cut',
    'demo-no-usage',
    'demo-overreport',
    'demo-tokens-*',
  ].map(demo),
  ...demoMedia,
];
