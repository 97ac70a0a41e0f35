/** What models are for: each product route that calls a model calls one of its own resource. */
export const MODEL_RESOURCES = ['chat', 'embeddings', 'images', 'speech', 'transcriptions'] as const;

export type ModelResource = (typeof MODEL_RESOURCES)[number];

/** What a model's prices count, per 10^6 of it. */
export type Meter = 'tokens' | 'images' | 'characters' | 'seconds';

/** The meters that a model may have, the usual one first. */
export const METERS: Readonly<Record<ModelResource, readonly [Meter, ...Meter[]]>> = {
  chat: ['tokens'],
  embeddings: ['tokens'],
  // Tokens where the provider reports them with each answer.
  images: ['images', 'tokens'],
  speech: ['characters'],
  transcriptions: ['seconds', 'tokens'],
};
