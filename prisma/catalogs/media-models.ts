import type { ModelData } from './catalog';

/** A provider's own prices, in micro-units of USD per 10^6 of the meter. */
const PRICES = {
  embeddingTokens: 20_000,
  image: 40_000_000_000,
  imageTokensIn: 5_000_000,
  imageTokensOut: 40_000_000,
  spokenCharacters: 15_000_000,
  heardSeconds: 100_000_000,
  heardTokens: 6_000_000,
  writtenTokens: 10_000_000,
};

/**
 * Embeddings, images, speech and transcriptions as OpenAI sells them.
 * @param rate of the catalog's currency to USD
 * @param prefix of a model's name, as in `openai/`
 */
export function mediaModels(rate = 1, prefix = ''): ModelData[] {
  const named = (name: string) => (prefix ? { name: prefix + name, upstreamModel: name } : { name });
  const price = (of: keyof typeof PRICES) => PRICES[of] * rate;
  return [
    {
      ...named('text-embedding-3-small'),
      resource: 'embeddings',
      inputPrice: price('embeddingTokens'),
      outputPrice: 0,
      contextTokens: 8_192,
      maxOutputTokens: 1,
    },
    {
      ...named('dall-e-3'),
      resource: 'images',
      inputPrice: 0,
      outputPrice: price('image'),
      contextTokens: 4_000,
      maxOutputTokens: 1,
    },
    {
      ...named('gpt-image-1'),
      resource: 'images',
      meter: 'tokens',
      inputPrice: price('imageTokensIn'),
      outputPrice: price('imageTokensOut'),
      contextTokens: 32_000,
      maxOutputTokens: 6_240,
    },
    {
      ...named('tts-1'),
      resource: 'speech',
      inputPrice: price('spokenCharacters'),
      outputPrice: 0,
      contextTokens: 4_096,
      maxOutputTokens: 1,
    },
    {
      ...named('whisper-1'),
      resource: 'transcriptions',
      inputPrice: price('heardSeconds'),
      outputPrice: 0,
      contextTokens: 16_000,
      maxOutputTokens: 1,
    },
    {
      ...named('gpt-4o-transcribe'),
      resource: 'transcriptions',
      meter: 'tokens',
      inputPrice: price('heardTokens'),
      outputPrice: price('writtenTokens'),
      contextTokens: 16_000,
      maxOutputTokens: 2_000,
    },
  ];
}
