import { createHash } from 'node:crypto';
import { plainPng } from './png';
import { textTokens } from './prompt-tokens';
import type { SeenRequest } from './request-log';

export type Json = Record<string, unknown>;

/** What is answered, or why not (a 400). */
export type MediaAnswer = { type: string; body: Buffer } | { wrong: string };

export const jsonAnswer = (value: unknown): MediaAnswer => ({
  type: 'application/json',
  body: Buffer.from(JSON.stringify(value)),
});

const DEFAULT_DIMENSIONS = 1_536;

/** A unit vector that depends on the text alone. It knows nothing of meaning. */
function vector(text: string, dimensions: number): Float32Array {
  const seed = createHash('sha256').update(text).digest();
  const values = Float32Array.from({ length: dimensions }, (_, i) => Math.sin((seed[i % 32] ?? 0) + i * 0.7));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** One text or token array, or several. */
function inputsOf(input: unknown): (string | number[])[] {
  if (!Array.isArray(input)) return [input as string];
  return typeof input[0] === 'number' ? [input as number[]] : (input as (string | number[])[]);
}

/** `POST /v1/embeddings` */
export function embeddings(body: Json, seen: SeenRequest): MediaAnswer {
  const inputs = inputsOf(body.input);
  const isInput = (one: unknown) => (typeof one === 'string' || Array.isArray(one)) && one.length > 0;
  if (inputs.length === 0 || !inputs.every(isInput)) {
    return { wrong: 'input must be a text, a list of texts, or tokens.' };
  }
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : DEFAULT_DIMENSIONS;
  const data = inputs.map((input, index) => {
    const values = vector(String(input), Math.min(Math.max(dimensions, 1), 4_096));
    const embedding =
      body.encoding_format === 'base64' ? Buffer.from(values.buffer).toString('base64') : [...values];
    return { object: 'embedding', index, embedding };
  });
  seen.prompt_tokens = inputs.reduce(
    (sum, one) => sum + (typeof one === 'string' ? textTokens(one) : one.length),
    0,
  );
  const usage = { prompt_tokens: seen.prompt_tokens, total_tokens: seen.prompt_tokens };
  return jsonAnswer({ object: 'list', model: seen.model, data, usage });
}

/** Tokens of one image as gpt-image-1 counts them: square, and larger. */
const IMAGE_TOKENS: Record<string, [number, number]> = {
  low: [272, 408],
  medium: [1_056, 1_584],
  high: [4_160, 6_240],
};

/** `POST /v1/images/generations`: squares of one colour, each prompt its own. `gpt-image-…` reports tokens. */
export function images(body: Json, seen: SeenRequest): MediaAnswer {
  if (typeof body.prompt !== 'string' || body.prompt === '') return { wrong: 'prompt is required.' };
  const [red = 0, green = 0, blue = 0] = createHash('sha256').update(body.prompt).digest();
  const png = plainPng(256, [red, green, blue]).toString('base64');
  const image = body.response_format === 'url' ? { url: `data:image/png;base64,${png}` } : { b64_json: png };
  const revised_prompt = 'The demo model draws a square of one colour.';
  seen.prompt_tokens = textTokens(body.prompt);
  seen.units = seen.n;
  const answer = {
    created: Math.floor(seen.at / 1000),
    data: Array.from({ length: seen.n }, () => ({ ...image, revised_prompt })),
  };
  if (!/gpt-image/.test(seen.model)) return jsonAnswer(answer);
  const [square, larger] = IMAGE_TOKENS[String(body.quality)] ?? [1_056, 1_584];
  seen.completion_tokens = seen.n * (body.size === '1024x1024' ? square : larger);
  return jsonAnswer({
    ...answer,
    usage: {
      input_tokens: seen.prompt_tokens,
      output_tokens: seen.completion_tokens,
      total_tokens: seen.prompt_tokens + seen.completion_tokens,
      input_tokens_details: { text_tokens: seen.prompt_tokens, image_tokens: 0 },
    },
  });
}
