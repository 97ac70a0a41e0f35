import type { ModelResource } from '@/lib/plans/resources';

/** What a model is for, as people say it. */
export const RESOURCE_WORDS: Record<ModelResource, string> = {
  chat: 'Chat',
  embeddings: 'Embeddings',
  images: 'Images',
  speech: 'Speech',
  transcriptions: 'Transcription',
};

export const METER_WORDS = {
  tokens: 'Tokens',
  images: 'Images',
  characters: 'Characters',
  seconds: 'Seconds',
} as const;
