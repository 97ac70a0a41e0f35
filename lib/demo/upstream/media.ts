import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendError, sendJson } from './http';
import { plainPng } from './png';
import { textTokens } from './prompt-tokens';
import type { SeenRequest } from './request-log';

type Json = Record<string, unknown>;
const DEFAULT_DIMENSIONS = 1_536;

/** A unit vector that depends on the text alone. It knows nothing of meaning. */
function vector(text: string, dimensions: number): Float32Array {
  const seed = createHash('sha256').update(text).digest();
  const values = Float32Array.from({ length: dimensions }, (_, i) => Math.sin((seed[i % 32] ?? 0) + i * 0.7));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** `POST /v1/embeddings` */
export function embeddings(response: ServerResponse, body: Json, seen: SeenRequest) {
  const inputs = [body.input].flat();
  if (inputs.length === 0 || inputs.some((input) => typeof input !== 'string' || input === '')) {
    return sendError(response, 400, 'input must be a text or a list of texts.');
  }
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : DEFAULT_DIMENSIONS;
  const data = (inputs as string[]).map((input, index) => {
    const values = vector(input, Math.min(Math.max(dimensions, 1), 4_096));
    const embedding =
      body.encoding_format === 'base64' ? Buffer.from(values.buffer).toString('base64') : [...values];
    return { object: 'embedding', index, embedding };
  });
  seen.prompt_tokens = (inputs as string[]).reduce((sum, input) => sum + textTokens(input), 0);
  const usage = { prompt_tokens: seen.prompt_tokens, total_tokens: seen.prompt_tokens };
  sendJson(response, 200, { object: 'list', model: seen.model, data, usage });
}

/** `POST /v1/images/generations`: squares of one colour, each prompt its own. */
export function images(response: ServerResponse, body: Json, seen: SeenRequest) {
  if (typeof body.prompt !== 'string') return sendError(response, 400, 'prompt is required.');
  const [red = 0, green = 0, blue = 0] = createHash('sha256').update(body.prompt).digest();
  const png = plainPng(256, [red, green, blue]).toString('base64');
  const image = body.response_format === 'url' ? { url: `data:image/png;base64,${png}` } : { b64_json: png };
  const revised_prompt = 'The demo model draws a square of one colour.';
  seen.prompt_tokens = textTokens(body.prompt);
  sendJson(response, 200, {
    created: Math.floor(seen.at / 1000),
    data: Array.from({ length: seen.n }, () => ({ ...image, revised_prompt })),
  });
}

const SAMPLE_RATE = 8_000;

/** Half a second of a 440 Hz tone as WAV, 16 bits, mono. */
function tone(): Buffer {
  const samples = SAMPLE_RATE / 2;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    wav.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE)), 44 + i * 2);
  }
  return wav;
}

/** `POST /v1/audio/speech`: a tone, always as WAV, whatever the text. */
export function speech(response: ServerResponse, body: Json, seen: SeenRequest) {
  if (typeof body.input !== 'string') return sendError(response, 400, 'input is required.');
  seen.prompt_tokens = textTokens(body.input);
  const wav = tone();
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length });
  response.end(wav);
}

/** `POST /v1/audio/transcriptions`: says what it got; it does not listen. */
export async function transcriptions(
  response: ServerResponse,
  bytes: Buffer,
  contentType: string,
  seen: SeenRequest,
): Promise<void> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null);
  const file = form?.get('file');
  if (!(file instanceof Blob)) return sendError(response, 400, 'A multipart body with a file is required.');
  seen.model = String(form?.get('model') ?? '');
  const text = `This is a demo model. It did not listen to the ${file.size} bytes it was sent.`;
  seen.completion_tokens = textTokens(text);
  if (form?.get('response_format') !== 'text') return sendJson(response, 200, { text });
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
