import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model provider that answers when a test says so, or after a time, and knows how many calls it had at once. */
export interface HeldUpstream {
  /** For the upstream's row. */
  baseUrl: string;
  /** Calls it has not answered, by the text of their last message, the oldest first. */
  running(): string[];
  /** Every call, in the order in which they came. */
  seen: readonly string[];
  /** The most calls it had at once since it was last asked. */
  most(): number;
  /** Answers the oldest call. */
  answer(): void;
  close(): Promise<void>;
}

interface Call {
  text: string;
  stream: boolean;
  response: ServerResponse;
}

const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const message = { role: 'assistant', content: 'Done.' };
const WHOLE = JSON.stringify({
  id: 'held',
  object: 'chat.completion',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
  usage,
});
const chunk = (rest: object): string => `data: ${JSON.stringify({ id: 'held', ...rest })}\n\n`;
const FIRST = chunk({ choices: [{ index: 0, delta: message, finish_reason: null }] });
const LAST = `${chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}${chunk({ choices: [], usage })}data: [DONE]\n\n`;

/** @param serviceMs answers by itself after so long; without it `answer` does */
export async function startHeldUpstream(serviceMs?: number): Promise<HeldUpstream> {
  const calls = new Set<Call>();
  const seen: string[] = [];
  let most = 0;
  const finish = (call: Call) => {
    calls.delete(call);
    call.response.end(call.stream ? LAST : WHOLE);
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { messages, stream = false } = JSON.parse(body);
      const call = { text: String(messages.at(-1).content), stream, response };
      seen.push(call.text);
      calls.add(call);
      most = Math.max(most, calls.size);
      response.on('close', () => calls.delete(call));
      response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
      if (stream) response.write(FIRST);
      if (serviceMs !== undefined) setTimeout(() => finish(call), serviceMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    running: () => [...calls].map(({ text }) => text),
    seen,
    most: () => {
      const until = most;
      most = calls.size;
      return until;
    },
    answer: () => {
      const [oldest] = calls;
      if (!oldest) throw new Error('the upstream has no call to answer');
      finish(oldest);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
