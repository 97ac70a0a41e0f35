import * as z from 'zod';
import { text, whole } from '../operation';

/** Answers of calls to models, in OpenAI's shapes. What an upstream adds is passed on. */

const usage = z.looseObject({ prompt_tokens: whole, completion_tokens: whole, total_tokens: whole });

export const completion = z
  .looseObject({
    id: text,
    object: z.literal('chat.completion'),
    created: whole,
    model: text,
    choices: z.array(
      z.looseObject({
        index: whole,
        message: z.looseObject({ role: z.literal('assistant'), content: text.nullable() }),
        finish_reason: text,
      }),
    ),
    usage,
  })
  .meta({ id: 'ChatCompletion' });

export const message = completion
  .extend({ message: z.looseObject({ role: text, content: text.nullable() }).nullable() })
  .meta({ id: 'ChatMessage' });

export const embeddings = z
  .looseObject({
    object: z.literal('list'),
    model: text,
    data: z.array(
      z.looseObject({
        object: z.literal('embedding'),
        index: whole,
        embedding: z
          .union([z.array(z.number()), text])
          .meta({ description: 'Numbers, or base64 where asked for' }),
      }),
    ),
    usage: z.looseObject({ prompt_tokens: whole, total_tokens: whole }),
  })
  .meta({ id: 'Embeddings' });

export const images = z
  .looseObject({
    created: whole,
    data: z.array(z.looseObject({ url: text.optional(), b64_json: text.optional() })),
  })
  .meta({ id: 'Images' });

export const transcript = z.looseObject({ text }).meta({ id: 'Transcript' });

export const houseError = z
  .object({
    error: z.object({
      message: text.meta({ description: 'What happened, why, and what to do' }),
      type: text,
      param: text.nullable(),
      code: text,
      limit: text.optional().meta({ description: 'Id of the limit that refused' }),
      doc_url: text.optional(),
    }),
  })
  .meta({ id: 'Error', description: 'Other offers answer in their own envelope: see the rate-limit pages.' });

export const managementError = z
  .object({
    error: z.object({
      code: text,
      message: text.meta({ description: 'What happened, why, and what to do' }),
      details: z.record(z.string(), z.unknown()).optional(),
      request_id: text,
    }),
  })
  .meta({ id: 'ManagementError' });
