import type { ModelData } from './catalog';

/** Two plain chat models, priced in USD. */
export const gptInDollars: ModelData[] = [
  {
    name: 'gpt-4o-mini',
    inputPrice: 150_000,
    outputPrice: 600_000,
    contextTokens: 128_000,
    maxOutputTokens: 4_096,
  },
  {
    name: 'gpt-4o',
    inputPrice: 2_500_000,
    outputPrice: 10_000_000,
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
  },
];

const demo = (name: string): ModelData => ({
  name,
  inputPrice: 150_000,
  outputPrice: 600_000,
  contextTokens: 128_000,
  maxOutputTokens: 8_192,
});

/**
 * Seeded into every catalog of the demo alone, callable but not listed: by these names the demo's
 * upstream (lib/demo/upstream) is asked for trouble, so that people and tests can try each kind.
 */
export const demoModels: ModelData[] = [
  'demo-error-400',
  'demo-error-429',
  'demo-error-500',
  'demo-error-503',
  'demo-slow',
  'demo-stall',
  'demo-no-usage',
  'demo-tokens-1',
  'demo-tokens-50',
  'demo-tokens-500',
  'demo-tokens-5000',
].map(demo);
