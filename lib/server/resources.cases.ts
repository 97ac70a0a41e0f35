import type { Question } from '../testing/doors';
import type { DoorCase } from './doors.cases';

/** Embeddings, images, audio and messages: what both doors must answer alike. */

const json = { 'content-type': 'application/json' };
const post = (path: string, body: object): Question => ({
  method: 'POST',
  path,
  headers: json,
  body: JSON.stringify(body),
});

const BOUNDARY = 'a-boundary-of-ours';
const part = (disposition: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
const form = (...parts: string[]): Question => ({
  method: 'POST',
  path: '/v1/audio/transcriptions',
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: `${parts.join('')}--${BOUNDARY}--\r\n`,
});
const sound = part('name="file"; filename="a.wav"', 'no sound at all');
const model = (name: string) => part('name="model"', name);

const embed = (name: string) => post('/v1/embeddings', { model: name, input: ['a', 'b'], dimensions: 4 });
const draw = (name: string) => post('/v1/images/generations', { model: name, prompt: 'a cat' });
const speak = (name: string) => post('/v1/audio/speech', { model: name, voice: 'v', input: 'hello' });
const hear = (name: string) => form(sound, model(name));
const headroom = { catalog: 'headroom' };

const answered: DoorCase[] = [
  ...['headroom', 'priority', 'zihin'].map((catalog) => ({
    name: `every resource in ${catalog}`,
    caller: { catalog },
    asks: [embed('text-embedding-3-small'), draw('dall-e-3'), speak('tts-1'), hear('whisper-1')],
    statuses: [200, 200, 200, 200],
  })),
  {
    name: 'every resource in aicredits',
    caller: { catalog: 'aicredits' },
    asks: [
      embed('openai/text-embedding-3-small'),
      draw('openai/gpt-image-1'),
      speak('openai/tts-1'),
      hear('openai/gpt-4o-transcribe'),
    ],
    statuses: [200, 200, 200, 200],
  },
  {
    name: 'resources below /api/v1',
    caller: headroom,
    asks: [
      { ...embed('text-embedding-3-small'), path: '/api/v1/embeddings' },
      { ...hear('whisper-1'), path: '/api/v1/audio/transcriptions' },
    ],
    statuses: [200, 200],
  },
  {
    name: 'chat messages',
    caller: { catalog: 'aionvision', plan: 'starter' },
    asks: [
      post('/v1/chat/messages', { message: 'Hello', max_tokens: 5 }),
      post('/v1/chat/messages', { message: 'Hello', max_tokens: 5, stream: true }),
      post('/v1/chat/messages', { colour: 'red' }),
    ],
    statuses: [200, 200, 400],
  },
];

const refused: DoorCase[] = [
  ...['headroom', 'aicredits', 'priority'].map((catalog) => ({
    name: `a minute's limit over all resources in ${catalog}`,
    caller: { catalog, rpm: 1 },
    asks: [embed('demo-embeddings-a'), draw('demo-images-a'), speak('demo-speech-a')],
    statuses: [200, 429, 429],
  })),
  {
    name: 'a budget that pays for no picture and no word',
    caller: { ...headroom, budgetMicros: 10 },
    asks: [draw('dall-e-3'), speak('tts-1'), hear('whisper-1')],
    statuses: [402, 402, 402],
  },
  {
    name: 'upstreams that fail',
    caller: headroom,
    asks: [
      embed('demo-embeddings-error-500'),
      draw('demo-images-error-429'),
      speak('demo-speech-error-400'),
      hear('demo-transcriptions-error-503'),
      draw('demo-images-cut'),
    ],
    statuses: [502, 503, 400, 502, 502],
  },
  {
    name: 'models of another resource',
    caller: headroom,
    asks: [embed('gpt-4o'), draw('tts-1'), speak('whisper-1'), hear('tts-1')],
    statuses: [404, 404, 404, 404],
  },
  {
    name: 'bad bodies of each resource',
    caller: headroom,
    asks: [
      post('/v1/embeddings', { model: 'text-embedding-3-small' }),
      post('/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat', n: 1000 }),
      post('/v1/audio/speech', { model: 'tts-1', voice: 'v', input: '' }),
      post('/v1/audio/transcriptions', { model: 'whisper-1' }),
      form(model('whisper-1')),
      form(sound),
      form(sound, model('whisper-1'), part('name="colour"', 'red')),
    ],
    statuses: [400, 400, 400, 400, 400, 400, 400],
  },
  {
    name: 'methods on each resource',
    asks: ['/v1/embeddings', '/v1/images/generations', '/v1/audio/speech', '/v1/audio/transcriptions'].map(
      (path) => ({ method: 'GET', path }),
    ),
    statuses: [405, 405, 405, 405],
  },
];

export const RESOURCE_CASES: readonly DoorCase[] = [...answered, ...refused];
