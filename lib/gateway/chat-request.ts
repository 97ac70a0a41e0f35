import { AppError } from '../errors';
import { type ChatBody, chatSchema } from './chat-schema';
import { readJsonObject } from './read-json';
import { requestProblem } from './request-problem';

export interface ChatRequest {
  /** As sent, and checked: it is passed on with our own `model`, limits and stream options. */
  body: ChatBody;
  model: string;
  stream: boolean;
  /** Whether the client asked for the usage chunk of a stream. */
  includeUsage: boolean;
  /** Choices asked for; each may take `maxTokens`. */
  n: number;
  /** Output tokens a choice may take, where the client says. */
  maxTokens: number | null;
}

/**
 * Reads and checks the body of a chat completion.
 * @throws AppError (400 or 413) that names the field, before anything is charged.
 */
export const readChatRequest = async (request: Request): Promise<ChatRequest> =>
  checkChatRequest(await readJsonObject(request));

/** @throws AppError (400) that names the field */
export function checkChatRequest(json: Record<string, unknown>): ChatRequest {
  const result = chatSchema.safeParse(json);
  if (!result.success) throw requestProblem(result.error.issues);
  // The parsed JSON itself, not zod's copy: what was checked is what is passed on, byte for byte.
  const body = json as ChatBody;
  if (body.stream_options && !body.stream) {
    throw new AppError('invalid_request', 'stream_options is only allowed with "stream": true.', {
      param: 'stream_options',
    });
  }
  const asked = [body.max_tokens, body.max_completion_tokens].filter((v) => typeof v === 'number');
  return {
    body,
    model: body.model,
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    n: body.n ?? 1,
    maxTokens: asked.length > 0 ? Math.min(...asked) : null,
  };
}
