import * as z from 'zod';
import { readJsonObject } from './read-json';
import { requestProblem } from './request-problem';
import { TokenCounter } from './tokens';

/** As the OpenAI API: texts or token arrays of one request. */
const MAX_INPUTS = 2_048;

const text = z.string().min(1, 'must not be empty');
const tokenArray = z.array(z.number().int().min(0)).min(1, 'must not be empty');

/**
 * The body of `POST /v1/embeddings` (https://platform.openai.com/docs/api-reference/embeddings/create):
 * every documented field, and no other.
 */
export const embeddingsSchema = z.strictObject({
  model: z.string().min(1, 'must not be empty').max(200),
  // Lengths apart: a union tells which of its forms got furthest, and that would be another one.
  input: z
    .union([text, z.array(text), tokenArray, z.array(tokenArray)])
    .refine((input) => input.length > 0, 'must not be empty')
    .refine(
      (input) => typeof input === 'string' || typeof input[0] === 'number' || input.length <= MAX_INPUTS,
      `must be at most ${MAX_INPUTS.toLocaleString('en')} items long`,
    ),
  dimensions: z.number().int().min(1, 'must be at least 1').max(65_536).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  user: z.string().max(512).nullish(),
});
export type EmbeddingsBody = z.infer<typeof embeddingsSchema>;

/** @throws AppError (400 or 413) that names the field, before anything is charged */
export async function readEmbeddingsRequest(request: Request): Promise<EmbeddingsBody> {
  const json = await readJsonObject(request);
  const result = embeddingsSchema.safeParse(json);
  if (!result.success) throw requestProblem(result.error.issues);
  return json as EmbeddingsBody;
}

export interface EmbeddingsInput {
  /** Texts or token arrays: as many vectors are answered. */
  count: number;
  /** Our best count of their tokens. */
  likely: number;
  /** What is held until the true number is known. */
  bound: number;
}

/** Other tokenizers than ours make more of a text; of tokens there are as many as were sent. */
export function measureInput(input: EmbeddingsBody['input']): EmbeddingsInput {
  if (typeof input !== 'string' && typeof input[0] === 'number') {
    return { count: 1, likely: input.length, bound: input.length };
  }
  const inputs = typeof input === 'string' ? [input] : (input as string[] | number[][]);
  const counter = new TokenCounter();
  let sent = 0;
  for (const one of inputs) {
    if (typeof one === 'string') counter.add(one);
    else sent += one.length;
  }
  const counted = counter.total();
  const margin = counted === 0 ? 0 : Math.ceil(counted * 0.1) + 16 * inputs.length;
  return { count: inputs.length, likely: sent + counted, bound: sent + counted + margin };
}
