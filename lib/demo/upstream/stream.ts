import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait, setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Behaviour } from './behaviour';
import type { SeenRequest } from './request-log';
import type { Reply } from './text';
import { usageOf } from './usage';

export interface ChatAnswer {
  seen: SeenRequest;
  behaviour: Behaviour;
  reply: Reply;
  id: string;
  /** Unix seconds */
  created: number;
  includeUsage: boolean;
}

/** Tokens a choice before a stream stalls or is cut. */
const TOKENS_BEFORE_TROUBLE = 5;
/** Tokens written before other requests get their turn. */
const TURN_TOKENS = 16;

/** A chunk's JSON around its choices, made once an answer. */
function framesOf({ id, created, seen, includeUsage }: ChatAnswer) {
  const head = `data: {"id":"${id}","object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(seen.model)},"choices":[`;
  const tail = includeUsage ? '],"usage":null}\n\n' : ']}\n\n';
  return {
    delta: (index: number, delta: string, finish: string | null) =>
      `${head}{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}${tail}`,
    usage: (usage: unknown) => `${head}],"usage":${JSON.stringify(usage)}}\n\n`,
  };
}

/** Writes the answer as server-sent events, a token at a time, as fast as the reader takes them. */
export async function streamChat(response: ServerResponse, answer: ChatAnswer): Promise<void> {
  const { seen, behaviour, reply } = answer;
  const frames = framesOf(answer);
  const choices = Array.from({ length: seen.n }, (_, index) => index);
  const send = async (text: string) => {
    if (!response.write(text) && !response.destroyed) {
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  };
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  for (const index of choices) {
    await send(frames.delta(index, '{"role":"assistant","content":"","refusal":null}', null));
  }
  for (const [position, piece] of reply.pieces.entries()) {
    if (position === TOKENS_BEFORE_TROUBLE && behaviour.middle === 'stall') return;
    if (position === TOKENS_BEFORE_TROUBLE && behaviour.middle === 'cut') {
      await yieldToOthers();
      response.destroy();
      return;
    }
    if (behaviour.tokenDelayMs) await wait(behaviour.tokenDelayMs);
    else if (position % TURN_TOKENS === TURN_TOKENS - 1) await yieldToOthers();
    for (const index of choices) {
      if (response.destroyed) return;
      seen.completion_tokens += 1;
      await send(frames.delta(index, `{"content":${JSON.stringify(piece)}}`, null));
    }
  }
  for (const index of choices) await send(frames.delta(index, '{}', reply.finishReason));
  if (answer.includeUsage && behaviour.usage !== 'none') await send(frames.usage(usageOf(seen, behaviour)));
  if (response.destroyed) return;
  response.end('data: [DONE]\n\n', () => {
    seen.completed = true;
  });
}
