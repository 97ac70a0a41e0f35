import { expect, it } from 'vitest';
import { unitsPerImage } from './images-request';
import { claimOf, costOf, type Use } from './meter';
import type { GatewayModel } from './models';
import { countCharacters } from './speech-request';

const NOTHING: Use = { tokensIn: 0, tokensOut: 0, units: 0 };
const priced = (meter: GatewayModel['meter'], inputPrice: number, outputPrice: number, weight = 1) =>
  ({ meter, inputPrice, outputPrice, weight }) as GatewayModel;

it.each([
  ['tokens', priced('tokens', 20_000, 0), { ...NOTHING, tokensIn: 51 }, 2],
  [
    'tokens in and out',
    priced('tokens', 5_000_000, 40_000_000),
    { ...NOTHING, tokensIn: 3, tokensOut: 2 },
    95,
  ],
  ['images, at the output price', priced('images', 7, 40_000_000_000), { ...NOTHING, units: 3 }, 120_000],
  ['characters, at the input price', priced('characters', 15_000_000, 7), { ...NOTHING, units: 101 }, 1_515],
  ['seconds, at the input price', priced('seconds', 100_000_000, 7), { ...NOTHING, units: 61 }, 6_100],
  [
    'seconds, not the tokens of a prompt',
    priced('seconds', 1_000_000, 7),
    { tokensIn: 9, tokensOut: 9, units: 2 },
    2,
  ],
  ['the smallest use there is, never free', priced('characters', 1, 0), { ...NOTHING, units: 1 }, 1],
] as const)('money counts %s', (_, model, use, cost) => {
  expect(costOf(model, use)).toBe(cost);
});

it('token limits count tokens by weight, whatever money counts', () => {
  const use = { tokensIn: 10, tokensOut: 5, units: 40 };
  expect(claimOf('audio', priced('characters', 15_000_000, 0, 3), use)).toEqual({
    resource: 'audio',
    amounts: { requests: { base: 1 }, tokens: { base: 45 }, cost: { base: 600 } },
  });
});

it.each([
  [{}, 1],
  [{ size: 'auto', quality: 'auto' }, 1],
  [{ size: '512x512' }, 1],
  [{ size: '1024x1024', quality: 'standard' }, 1],
  [{ size: '1792x1024' }, 2],
  [{ size: '1024x1536', quality: 'high' }, 4],
  [{ quality: 'hd' }, 2],
  [{ size: '4096x4096' }, 16],
] as const)('an image of %j counts as %i', (asked, units) => {
  expect(unitsPerImage(asked)).toBe(units);
});

it.each([
  ['', 0],
  ['Grüße', 5],
  ['👋🏽', 2],
  ['a\nb ', 4],
])('%j has %i characters', (text, characters) => {
  expect(countCharacters(text)).toBe(characters);
});
