import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/**
 * The model provider of the proxy bench, in a process of its own: answers a chat at once, with usage, so that
 * what is measured is what stands in front of it. Prints its port.
 */
const WORDS =
  'The quick brown fox jumps over the lazy dog and then goes on to tell you all about it in a few words'
    .split(' ')
    .map((word, i) => (i === 0 ? word : ` ${word}`));
const usage = { prompt_tokens: 12, completion_tokens: countTokens(WORDS.join('')), total_tokens: 0 };
usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
const head = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'gpt-4o-mini' };

const message = { role: 'assistant', content: WORDS.join(''), refusal: null };
const PLAIN = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
  usage,
});

const event = (choices: object[], rest: object = { usage: null }): string =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...rest })}\n\n`;
const delta = (content: object, finish_reason: string | null = null) => [
  { index: 0, delta: content, logprobs: null, finish_reason },
];
const EVENTS = [
  event(delta({ role: 'assistant', content: '', refusal: null })),
  ...WORDS.map((content) => event(delta({ content }))),
  event(delta({}, 'stop')),
  event([], { usage }),
  'data: [DONE]\n\n',
];

/** A write for each event, as models send them: a token at a time. */
function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  let next = 0;
  const write = () => {
    const text = EVENTS[next++];
    if (text === undefined) return response.end();
    response.write(text);
    setImmediate(write);
  };
  write();
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    if (body.includes('"stream":true')) return stream(response);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': PLAIN.length });
    response.end(PLAIN);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
