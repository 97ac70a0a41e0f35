import * as z from 'zod';

/*
 * Messages as the OpenAI API documents them. Known fields have their types; fields of a message that are
 * not known are passed on (and counted), since servers add some, as `reasoning_content`.
 */

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.looseObject({
  type: z.literal('image_url'),
  image_url: z.looseObject({
    url: z.string().min(1),
    detail: z.enum(['auto', 'low', 'high', 'original']).nullish(),
  }),
});
const audioPart = z.looseObject({
  type: z.literal('input_audio'),
  input_audio: z.looseObject({ data: z.string(), format: z.enum(['wav', 'mp3']) }),
});
const filePart = z.looseObject({
  type: z.literal('file'),
  // A file id belongs to the provider's account, which all tenants share: only inline files are taken.
  file: z.strictObject({
    file_id: z.null('is not taken here: send the file itself as file_data').optional(),
    file_data: z.string(),
    filename: z.string().max(500).nullish(),
  }),
});

export const contentPart = z.discriminatedUnion('type', [
  textPart,
  imagePart,
  audioPart,
  filePart,
  refusalPart,
]);
export type ContentPart = z.infer<typeof contentPart>;

const parts = z.array(contentPart).min(1).max(500);
const content = z.union([z.string(), parts]);
const name = z.string().max(256).nullish();

const toolCall = z.looseObject({
  id: z.string(),
  type: z.enum(['function', 'custom']),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
  custom: z.looseObject({ name: z.string(), input: z.string() }).optional(),
});
const functionCall = z.looseObject({ name: z.string(), arguments: z.string() });

export const chatMessage = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('developer'), content, name }),
  z.looseObject({ role: z.literal('system'), content, name }),
  z.looseObject({ role: z.literal('user'), content, name }),
  z.looseObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    name,
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCall).max(500).nullish(),
    function_call: functionCall.nullish(),
    // Spoken answers are refused in the request, so there is none to refer to.
    audio: z.null().optional(),
  }),
  z.looseObject({ role: z.literal('tool'), content, tool_call_id: z.string() }),
  z.looseObject({ role: z.literal('function'), content: z.string().nullable(), name: z.string() }),
]);
export type ChatMessage = z.infer<typeof chatMessage>;
