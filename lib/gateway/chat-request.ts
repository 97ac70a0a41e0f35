import type * as z from 'zod';
import { AppError } from '../errors';
import { type ChatBody, chatSchema } from './chat-schema';
import { readJsonObject } from './read-json';

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

/** `messages.0.content` as `messages[0].content`. */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );

type Issue = z.core.$ZodIssue;

/** The one of a union's failures that got furthest, since the first branch is seldom the meant one. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((i) => ({ ...i, path: [...issue.path, ...i.path] }) as Issue);
  const found = inner.sort((a, b) => b.path.length - a.path.length)[0];
  return found && found.path.length > issue.path.length ? deepest(found) : issue;
}

function problem(issues: readonly Issue[]): AppError {
  const unknown = issues.find((i) => i.code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    const fields = unknown.keys.map((key) => pathText([...unknown.path, key]).slice(0, 100));
    const names = fields.slice(0, 5).map((f) => `"${f}"`);
    return new AppError(
      'unknown_field',
      `Unknown field${names.length > 1 ? 's' : ''} ${names.join(', ')}. Remove what is not part of the chat completions API.`,
      { param: fields[0] },
    );
  }
  const first = issues[0];
  if (!first) return new AppError('invalid_request', 'The request body is not valid.');
  const issue = deepest(first);
  const param = pathText(issue.path);
  const message = issue.message.replace(/^Invalid input: /, '');
  const text = issue.code === 'invalid_union' ? 'has a wrong type or an unknown "type" or "role"' : message;
  const verb = /^(must|is|has) /.test(text) ? '' : 'is wrong: ';
  return new AppError('invalid_request', `${param || 'The body'} ${verb}${text}.`, { param });
}

/**
 * Reads and checks the body of a chat completion.
 * @throws AppError (400 or 413) that names the field, before anything is charged.
 */
export async function readChatRequest(request: Request): Promise<ChatRequest> {
  const json = await readJsonObject(request);
  const result = chatSchema.safeParse(json);
  if (!result.success) throw problem(result.error.issues);
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
