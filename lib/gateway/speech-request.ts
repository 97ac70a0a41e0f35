import * as z from 'zod';
import { readJsonObject } from './read-json';
import { requestProblem } from './request-problem';

/** As the OpenAI API. */
const MAX_CHARACTERS = 4_096;

/** What a provider bills as characters: Unicode code points, spaces and line ends included. */
export function countCharacters(text: string): number {
  let characters = 0;
  for (const _character of text) characters += 1;
  return characters;
}

/** Media types of the formats; OpenAI's `pcm` is 24 kHz, 16 bits, little-endian. */
export const SPEECH_TYPES = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
} as const;

/**
 * The body of `POST /v1/audio/speech` (https://platform.openai.com/docs/api-reference/audio/createSpeech):
 * every documented field, and no other.
 */
export const speechSchema = z.strictObject({
  model: z.string().min(1, 'must not be empty').max(200),
  input: z
    .string()
    .min(1, 'must not be empty')
    .refine(
      (text) => countCharacters(text) <= MAX_CHARACTERS,
      `must be at most ${MAX_CHARACTERS.toLocaleString('en')} characters long`,
    ),
  voice: z.union([
    z.string().min(1, 'must not be empty').max(200),
    z.strictObject({ id: z.string().min(1).max(200) }),
  ]),
  instructions: z.string().max(MAX_CHARACTERS).nullish(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
  stream_format: z.enum(['audio', 'sse']).nullish(),
});
export type SpeechBody = z.infer<typeof speechSchema>;

/** @throws AppError (400 or 413) that names the field, before anything is charged */
export async function readSpeechRequest(request: Request): Promise<SpeechBody> {
  const json = await readJsonObject(request);
  const result = speechSchema.safeParse(json);
  if (!result.success) throw requestProblem(result.error.issues);
  return json as SpeechBody;
}
