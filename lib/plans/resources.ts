/** What models are for: each product route that calls a model calls one of its own resource. */
export const MODEL_RESOURCES = ['chat', 'embeddings', 'images', 'speech', 'transcriptions'] as const;

export type ModelResource = (typeof MODEL_RESOURCES)[number];
