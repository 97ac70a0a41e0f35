import * as z from 'zod';
import { AppError } from '../errors';
import { readBytes } from './read-bytes';
import { requestProblem } from './request-problem';

/** As the OpenAI API: 25 MB of audio; and some room for the other fields. */
const MAX_FILE_BYTES = 25 << 20;
const MAX_BODY_BYTES = 26 << 20;

const FORMATS = ['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] as const;

/** Fields that may come several times, by the names that SDKs give them. */
const LISTS = [
  'timestamp_granularities[]',
  'include[]',
  'known_speaker_names[]',
  'known_speaker_references[]',
];

const short = z.string().max(200);

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
  stream: z.literal('false', 'is not available here: transcripts come whole. Leave it out').optional(),
  chunking_strategy: z.string().max(500).optional(),
  'timestamp_granularities[]': z
    .array(z.enum(['word', 'segment']))
    .max(2)
    .optional(),
  'include[]': z.array(short).max(10).optional(),
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

async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw wrong('The body must be multipart/form-data with the fields "file" and "model".');
  }
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  const body = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  return new Response(body, { headers: { 'content-type': type } }).formData().catch(() => {
    throw wrong('The multipart body is malformed or broke off. Send it as RFC 7578 says.');
  });
}

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
  const form = await formOf(request);
  const file = form.get('file');
  if (!(file instanceof File)) throw wrong('file is missing: the audio, as a file.', 'file');
  if (form.getAll('file').length > 1) throw wrong('file was sent twice.', 'file');
  if (file.size === 0) throw wrong('file is empty.', 'file');
  if (file.size > MAX_FILE_BYTES) {
    throw new AppError('file_too_large', 'file is larger than 25 MB. Send it in shorter pieces.', {
      param: 'file',
      maxBytes: MAX_FILE_BYTES,
    });
  }
  const entries: [string, string][] = [];
  for (const [name, value] of form) {
    if (name === 'file') continue;
    if (typeof value !== 'string') throw wrong(`${name} must be text: only "file" is a file.`, name);
    entries.push([name, value]);
  }
  const result = transcriptionFields.safeParse(valuesOf(entries));
  if (!result.success) throw requestProblem(result.error.issues);
  return { fields: result.data, entries: entries.filter(([name]) => name !== 'model'), file };
}
