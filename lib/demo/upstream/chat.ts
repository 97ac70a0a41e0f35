import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Behaviour, behaviourOf } from './behaviour';
import { sendError, sendJson } from './http';
import { type Prompt, promptTokens } from './prompt-tokens';
import type { RequestLog } from './request-log';
import { describePictures } from './sight';
import { type ChatAnswer, streamChat } from './stream';
import { type Reply, replyOf, replyText } from './text';
import { usageOf } from './usage';

interface ChatBody extends Prompt {
  model: string;
  n?: number | null;
  stop?: string | string[] | null;
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
}

const DEFAULT_MAX_TOKENS = 4_096;

function isChatBody(value: unknown): value is ChatBody {
  const body = value as Partial<ChatBody> | null;
  return typeof body?.model === 'string' && Array.isArray(body.messages) && body.messages.length > 0;
}

function plainChat(response: ServerResponse, answer: ChatAnswer): void {
  const { seen, reply, behaviour, id, created } = answer;
  const message = { role: 'assistant', content: reply.pieces.join(''), refusal: null };
  seen.completion_tokens = reply.pieces.length * seen.n;
  const value = {
    id,
    object: 'chat.completion',
    created,
    model: seen.model,
    choices: Array.from({ length: seen.n }, (_, index) => ({
      index,
      message,
      logprobs: null,
      finish_reason: reply.finishReason,
    })),
    ...(behaviour.usage !== 'none' && { usage: usageOf(seen, behaviour) }),
  };
  if (!behaviour.middle) {
    sendJson(response, 200, value);
    seen.completed = true;
    return;
  }
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => {
    if (behaviour.middle === 'cut') response.destroy();
  });
}

function answerTo({ messages, stop }: ChatBody, { tokens }: Behaviour, maxTokens: number): Reply {
  const stops = stop ? [stop].flat() : [];
  const seen = tokens === undefined ? describePictures(messages) : null;
  return seen === null ? replyText(tokens, maxTokens, stops) : replyOf(seen, maxTokens, stops);
}

let serial = 0;

/** `POST /v1/chat/completions` */
export async function chat(
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
  log: RequestLog,
): Promise<void> {
  if (!isChatBody(body)) return sendError(response, 400, 'model and messages are required.');
  const behaviour = behaviourOf(body.model);
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? null;
  const seen = log.add({
    id: request.headers['x-request-id']?.toString() ?? null,
    at: Date.now(),
    path: '/v1/chat/completions',
    model: body.model,
    stream: body.stream === true,
    n: body.n ?? 1,
    max_tokens: maxTokens,
    headers: Object.keys(request.headers).sort(),
    status: behaviour.errorStatus ?? 200,
    completed: false,
    prompt_tokens: promptTokens(body),
    completion_tokens: 0,
  });
  if (behaviour.firstByteDelayMs) await wait(behaviour.firstByteDelayMs);
  if (response.destroyed) return;
  if (behaviour.errorStatus) {
    const text = `This is a demo of status ${behaviour.errorStatus}, as the model's name asks.`;
    seen.completed = true;
    return sendError(response, behaviour.errorStatus, text, { 'retry-after': '2' });
  }
  serial += 1;
  const answer: ChatAnswer = {
    seen,
    behaviour,
    reply: answerTo(body, behaviour, maxTokens ?? DEFAULT_MAX_TOKENS),
    id: `chatcmpl-demo-${serial}`,
    created: Math.floor(seen.at / 1000),
    includeUsage: body.stream_options?.include_usage === true,
  };
  if (seen.stream) await streamChat(response, answer);
  else plainChat(response, answer);
}
