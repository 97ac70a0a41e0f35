import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Behaviour, behaviourOf } from './behaviour';
import { sendError } from './http';
import { embeddings, images, type Json, type MediaAnswer } from './media';
import type { RequestLog, SeenRequest } from './request-log';
import { speech, transcriptions } from './sound';

const JSON_ROUTES: Record<string, (body: Json, seen: SeenRequest) => MediaAnswer> = {
  '/v1/embeddings': embeddings,
  '/v1/images/generations': images,
  '/v1/audio/speech': speech,
};
const TRANSCRIPTIONS = '/v1/audio/transcriptions';

export const isMedia = (path: string): boolean => path in JSON_ROUTES || path === TRANSCRIPTIONS;

function seenMedia(request: IncomingMessage, path: string, body: Json): SeenRequest {
  return {
    id: request.headers['x-request-id']?.toString() ?? null,
    at: Date.now(),
    path,
    model: String(body.model ?? ''),
    stream: false,
    n: typeof body.n === 'number' ? Math.min(Math.max(1, Math.floor(body.n)), 10) : 1,
    max_tokens: null,
    headers: Object.keys(request.headers).sort(),
    status: 200,
    completed: false,
    prompt_tokens: 0,
    completion_tokens: 0,
  };
}

function parse(bytes: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** Without what it says of usage, where the model's name asks for that. */
function withoutUsage({ type, body }: { type: string; body: Buffer }): Buffer {
  if (type !== 'application/json') return body;
  return Buffer.from(JSON.stringify({ ...(parse(body) ?? {}), usage: undefined, duration: undefined }));
}

function send(response: ServerResponse, answer: { type: string; body: Buffer }, behaviour: Behaviour): void {
  const body = behaviour.usage === 'none' ? withoutUsage(answer) : answer.body;
  response.writeHead(200, { 'content-type': answer.type, 'content-length': body.length });
  if (!behaviour.middle) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (behaviour.middle === 'cut') response.destroy();
  });
}

/** Embeddings, images and audio; in trouble where the model's name asks for it (behaviour.ts). */
export async function media(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  bytes: Buffer,
  log: RequestLog,
): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  const form =
    path === TRANSCRIPTIONS
      ? await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
          .formData()
          .catch(() => new FormData())
      : null;
  const body = form ? { model: form.get('model') } : parse(bytes);
  if (!body) return sendError(response, 400, 'The body is not JSON.');
  const seen = log.add(seenMedia(request, path, body));
  response.on('close', () => {
    seen.status = response.statusCode;
    seen.completed = response.writableFinished;
  });
  const behaviour = behaviourOf(seen.model);
  if (behaviour.firstByteDelayMs) await wait(behaviour.firstByteDelayMs);
  if (response.destroyed) return;
  if (behaviour.errorStatus) {
    const text = `This is a demo of status ${behaviour.errorStatus}, as the model's name asks.`;
    return sendError(response, behaviour.errorStatus, text, { 'retry-after': '2' });
  }
  const answer = form ? await transcriptions(form, seen) : JSON_ROUTES[path]?.(body, seen);
  if (!answer) return sendError(response, 404, `There is no ${path}.`);
  if ('wrong' in answer) return sendError(response, 400, answer.wrong);
  send(response, answer, behaviour);
}
