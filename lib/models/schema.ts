import * as z from 'zod';
import { type Meter, MODEL_RESOURCES, type ModelResource } from '../plans/resources';

const ms = (max: number) =>
  z
    .number()
    .int()
    .min(100, 'must be at least 100')
    .max(max, `must be at most ${max.toLocaleString('en')}`);

const MINUTE_MS = 60_000;

const upstreamFields = {
  name: z.string().trim().min(1, 'must not be empty').max(60),
  /** Base of an OpenAI-compatible API, e.g. `https://api.openai.com/v1`. */
  base_url: z.string().trim().min(1, 'must not be empty').max(300),
  /** The provider's key. null: none is sent. Absent from a change: it stays. */
  api_key: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'must be 1 to 500 visible characters without spaces')
    .nullable()
    .optional(),
  /** Calls that may run at a time, over all instances; null: any number. */
  max_in_flight: z.number().int().min(1, 'must be at least 1').max(100_000).nullable().optional(),
  connect_timeout_ms: ms(MINUTE_MS).optional(),
  /** From the request's last byte to the answer's first. */
  first_byte_timeout_ms: ms(30 * MINUTE_MS).optional(),
  /** Between two pieces of an answer. */
  idle_timeout_ms: ms(30 * MINUTE_MS).optional(),
  enabled: z.boolean().optional(),
};

export const createUpstreamInput = z.strictObject(upstreamFields);
export type CreateUpstreamInput = z.input<typeof createUpstreamInput>;

export const updateUpstreamInput = z.strictObject({
  ...upstreamFields,
  name: upstreamFields.name.optional(),
  base_url: upstreamFields.base_url.optional(),
});
export type UpdateUpstreamInput = z.input<typeof updateUpstreamInput>;

/** 100 a unit; what a request may cost is bounded with its tokens or units (model-columns.ts). */
const MAX_PRICE = 100_000_000_000_000;
const price = z.number().int().min(0, 'must be 0 or more').max(MAX_PRICE);
const MAX_TOKENS = 10_000_000;
const tokens = z.number().int().min(1, 'must be at least 1').max(MAX_TOKENS);

const modelFields = {
  /** What clients send as `model`. A star at the end stands for every name that begins so. */
  name: z
    .string()
    .trim()
    .regex(
      /^[\w.:/@+-]{1,119}\*?$/,
      'must be 1 to 120 letters, digits or . : / @ + - _, with a * at most at its end',
    ),
  resource: z.enum(MODEL_RESOURCES),
  upstream_id: z.uuid(),
  /** The name the upstream knows it by; absent: the same. */
  upstream_model: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible characters without spaces')
    .optional(),
  /** What the prices count; absent: the usual one of the resource. */
  meter: z.enum(['tokens', 'images', 'characters', 'seconds']).optional(),
  /** Micro-units of the catalog's currency per 10^6 of what the meter counts. */
  input_price: price,
  output_price: price,
  /** Tokens count this many times against token limits. */
  weight: z.number().int().min(1, 'must be at least 1').max(1_000).optional(),
  context_tokens: tokens,
  max_output_tokens: tokens,
  /** Charges for output that nobody sees (thinking): its streams hold their longest answer. */
  hides_tokens: z.boolean().optional(),
  /** Takes pictures in its messages: descriptions of files are asked of the first that does. */
  reads_images: z.boolean().optional(),
  /** Shown by /v1/models; else only callable by who knows the name. */
  listed: z.boolean().optional(),
  enabled: z.boolean().optional(),
  position: z.number().int().min(0).max(100_000).optional(),
};

export const createModelInput = z.strictObject({ catalog: z.string().max(40), ...modelFields });
export type CreateModelInput = z.input<typeof createModelInput>;

export const updateModelInput = z.strictObject(modelFields).partial();
export type UpdateModelInput = z.input<typeof updateModelInput>;

/** Query of `GET /api/manage/models`. */
export const listModelsQuery = z.strictObject({
  /** Part of a name. */
  q: z.string().trim().max(120).optional(),
  catalog: z.string().max(40).optional(),
  resource: z.enum(MODEL_RESOURCES).optional(),
  upstream: z.uuid().optional(),
  state: z.enum(['enabled', 'disabled', 'unlisted']).optional(),
  /** Id of the last model of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** What a check of an upstream found. */
export interface CheckView {
  at: string;
  ok: boolean;
  /** From the call to its whole answer. */
  ms: number;
  /** One sentence. */
  message: string;
}

export interface UpstreamView {
  id: string;
  name: string;
  base_url: string;
  /** The key itself is never shown. */
  has_key: boolean;
  max_in_flight: number | null;
  connect_timeout_ms: number;
  first_byte_timeout_ms: number;
  idle_timeout_ms: number;
  enabled: boolean;
  /** Models that are called there. */
  models: number;
  /** null: never checked. */
  check: CheckView | null;
  created_at: string;
}

/** `POST /api/manage/upstreams/{id}/check` */
export interface UpstreamCheckView extends CheckView {
  /** Names that the upstream lists, at most 500. */
  models: string[];
}

/** What a model was asked for in the last hour. */
export interface ModelActivity {
  requests: number;
  /** Of them, answered with an upstream's error. */
  failed: number;
  /** Mean, whole answers; null without requests. */
  duration_ms: number | null;
}

export interface ManagedModelView {
  id: string;
  catalog: string;
  currency: string;
  name: string;
  resource: ModelResource;
  upstream: { id: string; name: string; enabled: boolean };
  upstream_model: string;
  meter: Meter;
  input_price: number;
  output_price: number;
  /** Raised by every change of a price; the ledger keeps it with each request. */
  price_version: number;
  weight: number;
  context_tokens: number;
  max_output_tokens: number;
  hides_tokens: boolean;
  reads_images: boolean;
  listed: boolean;
  enabled: boolean;
  position: number;
}

/** A row of `GET /api/manage/models`. */
export interface ManagedModelRow extends ManagedModelView {
  last_hour: ModelActivity;
}
