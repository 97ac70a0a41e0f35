import * as z from 'zod';
import { chatMessage } from './chat-message';

/** Far above any model's output; larger numbers are mistakes and are refused rather than cut. */
const MAX_TOKENS = 10_000_000;
/** As the OpenAI API. */
const MAX_CHOICES = 128;

const tokens = z.number().int().min(1, 'must be at least 1').max(MAX_TOKENS);
const open = z.looseObject({});
const finite = (min: number, max: number) => z.number().min(min).max(max).nullish();

const tool = z.looseObject({
  type: z.enum(['function', 'custom']),
  function: z
    .looseObject({ name: z.string(), description: z.string().nullish(), parameters: open.nullish() })
    .optional(),
  custom: z.looseObject({ name: z.string(), description: z.string().nullish() }).optional(),
});

const responseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string(), schema: open.nullish() }),
  }),
]);

/** Documented by OpenAI, but charged apart from tokens or beyond `max_tokens`: there is no price for them here. */
const unpriced = (what: string) =>
  z.null(`is not available here: ${what} cost more than the tokens this gateway can price`).optional();

/**
 * The body of `POST /v1/chat/completions`: every field that the OpenAI API documents
 * (https://platform.openai.com/docs/api-reference/chat/create), and no other. What may be left out may be null:
 * Python's `tools=None` is sent as that.
 */
export const chatSchema = z.strictObject({
  model: z.string().min(1, 'must not be empty').max(200),
  messages: z.array(chatMessage).min(1, 'must not be empty').max(2_048),
  audio: unpriced('spoken answers'),
  frequency_penalty: finite(-2, 2),
  function_call: z.union([z.enum(['none', 'auto']), z.looseObject({ name: z.string() })]).nullish(),
  functions: z
    .array(z.looseObject({ name: z.string(), parameters: open.nullish() }))
    .max(128)
    .nullish(),
  logit_bias: z.record(z.string().max(20), z.number().min(-100).max(100)).nullish(),
  logprobs: z.boolean().nullish(),
  max_completion_tokens: tokens.nullish(),
  max_tokens: tokens.nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  modalities: z
    .array(z.literal('text', 'must be "text": spoken answers have no price here'))
    .length(1, 'must be ["text"]: spoken answers have no price here')
    .nullish(),
  moderation: unpriced('moderation scores'),
  n: z.number().int().min(1, 'must be at least 1').max(MAX_CHOICES).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  prediction: unpriced('predicted outputs'),
  presence_penalty: finite(-2, 2),
  prompt_cache_key: z.string().max(512).nullish(),
  prompt_cache_options: open.nullish(),
  prompt_cache_retention: z.enum(['in_memory', 'in-memory', '24h']).nullish(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  response_format: responseFormat.nullish(),
  safety_identifier: z.string().max(512).nullish(),
  seed: z.number().int().nullish(),
  service_tier: z
    .enum(['auto', 'default', 'flex'], 'must be "auto", "default" or "flex": the others have no price here')
    .nullish(),
  stop: z.union([z.string().max(2_000), z.array(z.string().max(2_000)).max(16)]).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() })
    .nullish(),
  temperature: finite(0, 2),
  tool_choice: z.union([z.enum(['none', 'auto', 'required']), open]).nullish(),
  tools: z.array(tool).max(128).nullish(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
  top_p: finite(0, 1),
  user: z.string().max(512).nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  web_search_options: unpriced('web searches'),
});

export type ChatBody = z.infer<typeof chatSchema>;
