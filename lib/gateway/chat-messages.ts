import * as z from 'zod';
import type { Outcome, Run, Work } from '../admission/work';
import { chatWork } from './chat';
import { type ChatRequest, checkChatRequest } from './chat-request';
import { firstModel } from './models';
import { readJsonObject } from './read-json';
import { requestProblem } from './request-problem';

/** The short form of a message: what is said now, and what was said before. */
export const messageSchema = z.strictObject({
  message: z.string().min(1, 'must not be empty').max(100_000),
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().max(100_000) }))
    .max(500)
    .optional(),
  system: z.string().max(100_000).optional(),
  model: z.string().min(1, 'must not be empty').max(200).optional(),
  stream: z.boolean().optional(),
  max_tokens: z.number().int().min(1, 'must be at least 1').max(10_000_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
});

/** No model may be named so: it stands for the catalog's first. */
const FIRST = '\0';

/** The short form as the body of a chat completion. @throws AppError (400) that names the field */
function spelledOut(json: Record<string, unknown>): Record<string, unknown> {
  const result = messageSchema.safeParse(json);
  if (!result.success) throw requestProblem(result.error.issues);
  const { message, history = [], system, ...rest } = result.data;
  const messages = [...history, { role: 'user', content: message }];
  return { ...rest, messages: system ? [{ role: 'system', content: system }, ...messages] : messages };
}

async function readMessage(request: Request): Promise<ChatRequest> {
  const json = await readJsonObject(request);
  const body = 'message' in json ? spelledOut(json) : json;
  return checkChatRequest('model' in body ? body : { ...body, model: FIRST });
}

/** A message whose answer cost nothing was none. */
const counted = (outcome: Outcome): Outcome => ({
  ...outcome,
  actual: { ...outcome.actual, messages: outcome.actual.cost === 0 ? 0 : 1 },
});

interface Completion {
  choices?: { message?: unknown }[];
}

/** The answer once more where one looks for it first: `message` is the first choice's. */
function withMessage(body: Uint8Array | string): string {
  const completion = JSON.parse(Buffer.from(body).toString()) as Completion;
  return JSON.stringify({ ...completion, message: completion.choices?.[0]?.message ?? null });
}

async function answered(running: Promise<Run>): Promise<Run> {
  const run = await running;
  if ('error' in run) return { ...run, outcome: counted(run.outcome) };
  const finished = run.finished.then(counted);
  return run.body instanceof ReadableStream || run.body === null
    ? { ...run, finished }
    : { ...run, finished, body: withMessage(run.body) };
}

/**
 * `POST /v1/chat/messages`, behind admission: a chat completion that also counts as a message of the month.
 * Takes `{ "message": "…" }` or the body of a chat completion; the model may be left out.
 */
export const chatMessagesWork: Work<ChatRequest> = {
  resource: 'chat',
  read: readMessage,
  async prepare(asked, principal) {
    const model = asked.model === FIRST ? (await firstModel(principal, 'chat')).name : asked.model;
    const chat = { ...asked, model, body: { ...asked.body, model } };
    const prepared = await chatWork.prepare(chat, principal);
    const { claim } = prepared;
    return {
      ...prepared,
      claim: { ...claim, amounts: { ...claim.amounts, messages: { base: 1 } } },
      run: (context) => answered(prepared.run(context)),
    };
  },
};
