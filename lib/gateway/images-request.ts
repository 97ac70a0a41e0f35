import * as z from 'zod';
import { readJsonObject } from './read-json';
import { requestProblem } from './request-problem';

/** As the OpenAI API. */
const MAX_IMAGES = 10;
const MAX_PROMPT = 32_000;

const size = z
  .string()
  .regex(/^(auto|[1-9]\d{1,4}x[1-9]\d{1,4})$/, 'must be "auto", or width and height as in "1024x1024"');
const whole = 'is not available here: images come whole. Leave it out';

/**
 * The body of `POST /v1/images/generations` (https://platform.openai.com/docs/api-reference/images/create):
 * every documented field, and no other.
 */
export const imagesSchema = z.strictObject({
  model: z.string().min(1, 'must not be empty').max(200),
  prompt: z.string().min(1, 'must not be empty').max(MAX_PROMPT),
  n: z.number().int().min(1, 'must be at least 1').max(MAX_IMAGES).nullish(),
  size: size.nullish(),
  quality: z.enum(['auto', 'low', 'medium', 'high', 'standard', 'hd']).nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(),
  background: z.enum(['auto', 'transparent', 'opaque']).nullish(),
  moderation: z.enum(['auto', 'low']).nullish(),
  output_format: z.enum(['png', 'jpeg', 'webp']).nullish(),
  output_compression: z.number().int().min(0).max(100).nullish(),
  style: z.enum(['vivid', 'natural']).nullish(),
  stream: z.literal(false, whole).nullish(),
  partial_images: z.literal(0, whole).nullish(),
  safety_identifier: z.string().max(512).nullish(),
  user: z.string().max(512).nullish(),
});
export type ImagesBody = z.infer<typeof imagesSchema>;

/** @throws AppError (400 or 413) that names the field, before anything is charged */
export async function readImagesRequest(request: Request): Promise<ImagesBody> {
  const json = await readJsonObject(request);
  const result = imagesSchema.safeParse(json);
  if (!result.success) throw requestProblem(result.error.issues);
  return json as ImagesBody;
}

/** Pixels of a 1024 × 1024 image. */
const SQUARE = 1 << 20;

/**
 * How many images one of a request counts as, where a model charges by the image: one for each begun 1024 × 1024
 * pixels, twice that in `hd` or `high` quality.
 */
export function unitsPerImage({ size, quality }: Pick<ImagesBody, 'size' | 'quality'>): number {
  const [width = 1024, height = 1024] = size && size !== 'auto' ? size.split('x').map(Number) : [];
  const squares = Math.ceil((width * height) / SQUARE);
  return squares * (quality === 'hd' || quality === 'high' ? 2 : 1);
}
