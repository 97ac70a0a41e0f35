import * as z from 'zod';
import { messageSchema } from '../../../gateway/chat-messages';
import { chatSchema } from '../../../gateway/chat-schema';
import { embeddingsSchema } from '../../../gateway/embeddings-request';
import { imagesSchema } from '../../../gateway/images-request';
import { speechSchema } from '../../../gateway/speech-request';
import { transcriptionFields } from '../../../gateway/transcription-form';
import type { Operation } from '../operation';
import { model } from '../views/models';
import { completion, embeddings, images, message, transcript } from '../views/openai';

const SSE = {
  'text/event-stream': 'With `"stream": true`: events as OpenAI sends them, then `data: [DONE]`.',
};
const CHAT_FIELDS = {
  model: 'A name of `GET /v1/models`.',
  messages: 'The conversation so far, oldest first.',
  stream: 'Send the answer as it is made.',
  max_tokens: 'The longest answer. It bounds what is held of budgets and token limits while the call runs.',
  max_completion_tokens: 'The same; the smaller one counts.',
  n: 'How many answers; each is charged.',
};

const chat = (id: string, path: string, summary: string, words: string): Operation => ({
  id,
  method: 'post',
  path,
  tag: 'Models',
  audience: 'key',
  summary,
  text: words,
  body: chatSchema,
  example: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] },
  answer: completion,
  also: SSE,
  fields: CHAT_FIELDS,
});

const post = { method: 'post', tag: 'Models', audience: 'key' } as const;
const get = { method: 'get', tag: 'Models', audience: 'key' } as const;

export const MODEL_OPERATIONS: Operation[] = [
  chat(
    'createChatCompletion',
    '/v1/chat/completions',
    'Chat',
    'Takes every field that OpenAI documents and that has a price here, and no other. A stream is one request.',
  ),
  chat('createChat', '/api/chat', 'Chat, at AJ STUDIOZ’s path', 'The same call.'),
  chat('callLlm', '/api/v3/llm/call', 'Chat, at Zihin’s path', 'The same call.'),
  {
    ...post,
    id: 'createChatMessage',
    path: '/v1/chat/messages',
    summary: 'Chat message',
    text: 'A chat completion that also counts as a message of the month. The model may be left out.',
    body: z.union([messageSchema, chatSchema.partial({ model: true })]),
    example: { message: 'What is in this photo?' },
    answer: message,
    also: SSE,
    fields: { message: 'What is said now.', history: 'What was said before, oldest first.' },
  },
  {
    ...post,
    id: 'createEmbeddings',
    path: '/v1/embeddings',
    summary: 'Embeddings',
    body: embeddingsSchema,
    example: { model: 'text-embedding-3-small', input: 'Hello' },
    answer: embeddings,
    fields: { input: 'Texts, or arrays of tokens: as many vectors are answered.' },
  },
  {
    ...post,
    id: 'createImage',
    path: '/v1/images/generations',
    summary: 'Images',
    body: imagesSchema,
    example: { model: 'gpt-image-1', prompt: 'A gauge, half full' },
    answer: images,
    fields: { n: 'How many; each is charged.', size: 'Such as `1024x1024`: larger ones count as several.' },
  },
  {
    ...post,
    id: 'createSpeech',
    path: '/v1/audio/speech',
    summary: 'Speech from text',
    body: speechSchema,
    example: { model: 'tts-1', input: 'Hello', voice: 'alloy' },
    answer: null,
    also: {
      'audio/mpeg': 'The audio, in the format that was asked for.',
      'text/event-stream': 'With `"stream_format": "sse"`.',
    },
    fields: { input: 'What is said; characters are charged.' },
  },
  {
    ...post,
    id: 'createTranscription',
    path: '/v1/audio/transcriptions',
    summary: 'Text from speech',
    body: transcriptionFields,
    example: { model: 'whisper-1' },
    files: { file: 'The audio, at most 25 MB.' },
    answer: transcript,
    also: { 'text/plain': 'With `response_format` `text`, `srt` or `vtt`.' },
  },
  {
    ...get,
    id: 'listModels',
    path: '/v1/models',
    summary: 'List models',
    text: 'Those that this key may use; a plain, priced chat model comes first. Not counted.',
    answer: z.object({ object: z.literal('list'), data: z.array(model) }),
  },
  {
    ...get,
    id: 'getModel',
    path: '/v1/models/{model}',
    summary: 'Get a model',
    text: 'Names may hold slashes: `/v1/models/openai/gpt-4o-mini`. Not counted.',
    answer: model,
  },
];
