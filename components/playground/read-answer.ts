import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Usage } from './conversation';

/** What happens while an answer is read. */
export type AnswerEvent =
  | { kind: 'text'; text: string }
  | { kind: 'usage'; usage: Usage }
  /** As published, spread out where it is JSON. */
  | { kind: 'error'; body: string };

interface Completion {
  choices?: { message?: { content?: string | null }; delta?: { content?: string | null } }[];
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
  error?: unknown;
}

/**
 * Reads a chat answer, streamed or whole, refused or not. A stream that breaks off without its end is told as
 * an error. Rejects only where reading does: the connection was lost, or the reader left.
 */
export async function* readAnswer(response: Response): AsyncGenerator<AnswerEvent> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const text = await response.text();
    if (response.ok) yield* eventsOf(text);
    else yield { kind: 'error', body: spreadOut(text) };
    return;
  }
  let refused = false;
  for await (const data of eventData(response)) {
    if (data === '[DONE]') return;
    for (const event of eventsOf(data)) {
      refused ||= event.kind === 'error';
      yield event;
    }
  }
  if (!refused) yield { kind: 'error', body: 'The stream ended before the answer did.' };
}

async function* eventData({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value.data;
  } finally {
    reader.releaseLock();
  }
}

function* eventsOf(json: string): Generator<AnswerEvent> {
  const answer = parsed(json);
  if (answer === null || answer.error !== undefined) {
    yield { kind: 'error', body: spreadOut(json) };
    return;
  }
  const [choice] = answer.choices ?? [];
  const text = choice?.delta?.content ?? choice?.message?.content;
  if (text) yield { kind: 'text', text };
  if (answer.usage) {
    const { prompt_tokens: tokensIn, completion_tokens: tokensOut } = answer.usage;
    yield { kind: 'usage', usage: { tokensIn, tokensOut } };
  }
}

function parsed(json: string): Completion | null {
  try {
    return JSON.parse(json) as Completion;
  } catch {
    return null;
  }
}

function spreadOut(text: string): string {
  const value = parsed(text);
  return value === null ? text : JSON.stringify(value, null, 2);
}
