import * as z from 'zod';
import { AppError } from '../errors';
import { readForm } from './read-form';
import { requestProblem } from './request-problem';

/** As the OpenAI API: 25 MB of audio; and some room for the other fields. */
const LIMITS = { bodyBytes: 26 << 20, fileBytes: 25 << 20, files: 2, fields: 200, fieldBytes: 512 << 10 };

const FORMATS = ['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] as const;

/** Fields that may come several times, by the names that SDKs give them. */
const LISTS = [
  'timestamp_granularities[]',
  'include[]',
  'keywords[]',
  'languages[]',
  'known_speaker_names[]',
  'known_speaker_references[]',
];

const short = z.string().max(200);
/** Checked by the provider: a form has text alone. */
const amount = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be a number')
  .optional();

/**
 * The fields beside `file` of `POST /v1/audio/transcriptions`
 * (https://platform.openai.com/docs/api-reference/audio/createTranscription): every documented one, and no other.
 */
export const transcriptionFields = z.strictObject({
  model: z.string().min(1, 'must not be empty').max(200),
  language: z.string().max(20).optional(),
  prompt: z.string().max(10_000).optional(),
  response_format: z.enum(FORMATS).optional(),
  temperature: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .optional(),
  stream: z.enum(['true', 'false']).optional(),
  chunking_strategy: z.string().max(500).optional(),
  // The same as an object, as SDKs write one into a form.
  'chunking_strategy[type]': short.optional(),
  'chunking_strategy[prefix_padding_ms]': amount,
  'chunking_strategy[silence_duration_ms]': amount,
  'chunking_strategy[threshold]': amount,
  'timestamp_granularities[]': z
    .array(z.enum(['word', 'segment']))
    .max(2)
    .optional(),
  'include[]': z.array(short).max(10).optional(),
  'keywords[]': z.array(short).max(100).optional(),
  'languages[]': z.array(short).max(20).optional(),
  'known_speaker_names[]': z.array(short).max(4).optional(),
  'known_speaker_references[]': z
    .array(z.string().max(1 << 20))
    .max(4)
    .optional(),
});
export type TranscriptionFields = z.infer<typeof transcriptionFields>;

export interface TranscriptionForm {
  fields: TranscriptionFields;
  /** As sent, the model left out. */
  entries: [string, string][];
  file: File;
}

const wrong = (message: string, param: string | null = null) =>
  new AppError('invalid_request', message, param === null ? {} : { param });

/** The values by field: a list's together, any other's only once. */
function valuesOf(entries: readonly [string, string][]): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of entries) {
    const before = values[name];
    if (before !== undefined && !LISTS.includes(name)) throw wrong(`${name} was sent twice.`, name);
    values[name] = LISTS.includes(name) ? [...((before as string[] | undefined) ?? []), value] : value;
  }
  return { ...values };
}

/**
 * Reads and checks the form of a transcription.
 * @throws AppError (400 or 413) that names the field, before anything is charged
 */
export async function readTranscriptionForm(request: Request): Promise<TranscriptionForm> {
  const { fields: entries, files } = await readForm(request, LIMITS);
  const strange = files.find(([name]) => name !== 'file');
  if (strange) throw wrong(`${strange[0]} must be text: only "file" is a file.`, strange[0]);
  const [first, second] = files;
  if (!first) throw wrong('file is missing: the audio, as a file.', 'file');
  if (second) throw wrong('file was sent twice.', 'file');
  const [, file] = first;
  if (file.size === 0) throw wrong('file is empty.', 'file');
  const result = transcriptionFields.safeParse(valuesOf(entries));
  if (!result.success) throw requestProblem(result.error.issues);
  return { fields: result.data, entries: entries.filter(([name]) => name !== 'model'), file };
}
