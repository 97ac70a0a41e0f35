import { describe, expect, it } from 'vitest';
import { type AnswerEvent, readAnswer } from './read-answer';

const STREAM = `: comment

data: {"choices":[{"delta":{"role":"assistant","content":""}}]}

data: {"choices":[{"delta":{"content":"Grüße, "}}]}

data: {"choices":[{"delta":{"content":"du 🌍"}}]}

data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}

data: [DONE]

`;
const EVENTS: AnswerEvent[] = [
  { kind: 'text', text: 'Grüße, ' },
  { kind: 'text', text: 'du 🌍' },
  { kind: 'usage', usage: { tokensIn: 3, tokensOut: 5 } },
];

/** A streamed answer whose bytes come in these pieces. */
const streamed = (...pieces: Uint8Array[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    }),
    { headers: { 'content-type': 'text/event-stream; charset=utf-8' } },
  );
const bytes = (text: string) => new TextEncoder().encode(text);
async function read(response: Response): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of readAnswer(response)) events.push(event);
  return events;
}

describe('a streamed answer', () => {
  it('reads the same wherever its bytes are cut', async () => {
    const whole = bytes(STREAM);
    for (let at = 1; at < whole.length; at++)
      expect(await read(streamed(whole.slice(0, at), whole.slice(at)))).toEqual(EVENTS);
  });

  it.each([
    ['that is refused in the middle shows the refusal as it was sent', 'data: [DONE]\n\n'],
    ['that ends with its refusal says nothing more', ''],
  ])('%s', async (_name, end) => {
    const refusal = { error: { code: 'budget_exceeded', message: 'Spent.' } };
    const cut = `data: {"choices":[{"delta":{"content":"Half"}}]}\n\ndata: ${JSON.stringify(refusal)}\n\n${end}`;
    expect(await read(streamed(bytes(cut)))).toEqual([
      { kind: 'text', text: 'Half' },
      { kind: 'error', body: JSON.stringify(refusal, null, 2) },
    ]);
  });

  it('that breaks off without its end says so', async () => {
    const cut = 'data: {"choices":[{"delta":{"content":"Half"}}]}\n\n';
    expect(await read(streamed(bytes(cut)))).toEqual([
      { kind: 'text', text: 'Half' },
      { kind: 'error', body: 'The stream ended before the answer did.' },
    ]);
  });
});

describe('a whole answer', () => {
  it('is its text and its usage', async () => {
    const body = {
      choices: [{ message: { role: 'assistant', content: 'Hello' } }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    expect(await read(Response.json(body))).toEqual([
      { kind: 'text', text: 'Hello' },
      { kind: 'usage', usage: { tokensIn: 1, tokensOut: 2 } },
    ]);
  });

  it.each([
    ['JSON is spread out', '{"error":"rate_limit_exceeded"}', '{\n  "error": "rate_limit_exceeded"\n}'],
    ['anything else stays as it is', '<h1>Bad gateway</h1>', '<h1>Bad gateway</h1>'],
  ])('of a refusal %s', async (_name, body, shown) => {
    expect(await read(new Response(body, { status: 429 }))).toEqual([{ kind: 'error', body: shown }]);
  });
});
