import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOutput } from './completion';
import type { ChunkOptions } from './read-chunk';
import { StreamReader } from './stream-reader';

const chunk = (delta: object, finish: string | null = null) =>
  `{"id":"1","object":"chat.completion.chunk","created":1,"model":"upstream-name","choices":[{"index":0,"delta":${JSON.stringify(delta)},"finish_reason":${JSON.stringify(finish)}}],"usage":null}`;
const USAGE =
  '{"id":"1","object":"chat.completion.chunk","created":1,"model":"upstream-name","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}';

const events = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Grüße ' }),
  chunk({ content: '漢字' }),
  chunk({ content: '🎉\n\ndata: no' }),
  chunk({}, 'stop'),
  USAGE,
  '[DONE]',
];
const LINE_ENDS = ['\n', '\r\n', '\r'];
const streamText = (eol: string) =>
  `: hello${eol}${eol}${events.map((data) => `data: ${data}${eol}${eol}`).join('')}`;

function read(pieces: Iterable<Uint8Array>, options: Partial<ChunkOptions> = {}) {
  const reader = new StreamReader({ model: 'asked-name', includeUsage: false, ...options });
  const shown = [...pieces].flatMap((piece) => reader.feed(piece));
  shown.push(...reader.end());
  const text = shown.map((piece) => piece.text).join('');
  return { text, output: shown.flatMap((piece) => piece.output), pieces: shown, reader };
}

const json = (text: string) =>
  text
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => JSON.parse(event.slice(6)) as Record<string, unknown>);

test.each(LINE_ENDS)('a stream cut at any byte reads the same as whole (line end %j)', (eol) => {
  const bytes = Buffer.from(streamText(eol));
  const whole = read([bytes]);
  expect(whole.reader).toMatchObject({ usage: { tokensIn: 7, tokensOut: 3 }, finished: 1, done: true });
  expect(whole.output).toEqual(['Grüße ', '漢字', '🎉\n\ndata: no']);
  for (let at = 1; at < bytes.length; at += 1) {
    const cut = read([bytes.subarray(0, at), bytes.subarray(at)]);
    expect(cut.text).toBe(whole.text);
    expect(cut.output).toEqual(whole.output);
    expect(cut.reader.usage).toEqual(whole.reader.usage);
  }
});

test('a stream in any pieces, down to single bytes, reads the same as whole', () => {
  const bytes = Buffer.from(streamText('\r\n'));
  const whole = read([bytes]).text;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
      const pieces: Uint8Array[] = [];
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const size = sizes[i % sizes.length] as number;
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(read(pieces).text).toBe(whole);
    }),
    { numRuns: 50 },
  );
});

test('the usage chunk and every usage field are hidden from a client that did not ask', () => {
  const { text, reader } = read([Buffer.from(streamText('\n'))]);
  expect(text).not.toContain('usage');
  expect(json(text)).toHaveLength(5);
  expect(reader.usage).toEqual({ tokensIn: 7, tokensOut: 3 });
});

test('the usage chunk reaches a client that asked', () => {
  const { text } = read([Buffer.from(streamText('\n'))], { includeUsage: true });
  expect(json(text).at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 10 } });
});

test('every chunk carries the model name the client asked for, and nothing else is changed', () => {
  const { text } = read([Buffer.from(streamText('\n'))], { includeUsage: true });
  const sent = events.slice(0, -1).map((data) => ({ ...JSON.parse(data), model: 'asked-name' }));
  expect(json(text)).toEqual(sent);
  const same = read([Buffer.from(streamText('\n'))], { includeUsage: true, model: 'upstream-name' });
  for (const data of events.slice(0, -1)) expect(same.text).toContain(`data: ${data}\n\n`);
});

test('a byte order mark is no part of a stream, wherever it is cut', () => {
  const bytes = Buffer.from(`\ufeff${streamText('\n')}`);
  const whole = read([Buffer.from(streamText('\n'))]).text;
  for (let at = 0; at < 5; at += 1)
    expect(read([bytes.subarray(0, at), bytes.subarray(at)]).text).toBe(whole);
});

test('half an event is never shown', () => {
  const bytes = Buffer.from(`data: ${chunk({ content: 'a' })}\n\ndata: ${chunk({ content: 'b' })}`);
  for (let left = 0; left < bytes.length; left += 1) {
    const reader = new StreamReader({ model: 'm', includeUsage: false });
    const [first = { text: '' }, ...more] = reader.feed(bytes.subarray(0, left));
    expect([json(first.text).length <= 1, more]).toEqual([true, []]);
  }
});

test('a last event without its empty line counts when the stream has ended', () => {
  const bytes = Buffer.from(streamText('\n').trimEnd());
  expect(read([bytes]).reader.done).toBe(true);
});

test('an error in the stream, or what is no JSON, stops the reading', () => {
  const bad = [
    'data: {"error":{"message":"secret sk-123"}}',
    'data: {"object":"error","message":"secret sk-123","code":500}',
    'event: error\ndata: {"message":"secret sk-123"}',
    ...['not json', '[1]2', 'null', '"text"'].map((text) => `data: ${text}`),
  ];
  for (const event of bad) {
    const after = chunk({ content: 'later' });
    const { text, output, reader } = read([
      Buffer.from(`data: ${events[1]}\n\n${event}\n\ndata: ${after}\n\n`),
    ]);
    expect(reader.failed).toBe(true);
    expect(text).not.toContain('secret');
    expect(text).not.toContain('later');
    expect(output).toEqual(['Grüße ']);
  }
});

test('what is no chunk is hidden, since clients look for its choices, and ends nothing', () => {
  const pings = [
    'event: ping\ndata: {}',
    'data: {"detail":"secret"}',
    'data: [1]',
    'data:',
    'data: {"choices":null}',
  ];
  const { text, reader } = read([
    Buffer.from(`${pings.map((ping) => `${ping}\n\n`).join('')}data: ${chunk({ content: 'a' })}\n\n`),
  ]);
  expect(json(text)).toMatchObject([{ choices: [{ delta: { content: 'a' } }] }]);
  expect(text).not.toMatch(/ping|secret|"choices":null/);
  expect(reader.failed).toBe(false);
});

test('a chunk without choices still reports its usage, and is shown to a client that asked', () => {
  const bytes = Buffer.from('data: {"usage":{"prompt_tokens":7,"completion_tokens":3}}\n\n');
  expect(read([bytes])).toMatchObject({ text: '', reader: { usage: { tokensIn: 7, tokensOut: 3 } } });
  expect(json(read([bytes], { includeUsage: true }).text)).toMatchObject([{ usage: { prompt_tokens: 7 } }]);
});

test('usage that cannot be true counts as none', () => {
  const wrong = [
    '{"prompt_tokens":0,"completion_tokens":0}',
    '{"prompt_tokens":-1,"completion_tokens":5}',
    '{"prompt_tokens":1.5,"completion_tokens":5}',
    '{"prompt_tokens":"7","completion_tokens":5}',
    '{"prompt_tokens":1e309,"completion_tokens":5}',
    '{}',
    'null',
    '7',
  ];
  for (const usage of wrong) {
    const { reader } = read([Buffer.from(`data: {"choices":[],"usage":${usage}}\n\n`)]);
    expect(reader.usage, usage).toBeNull();
  }
});

test('tool calls, refusals and reasoning count as output; names of roles and types do not', () => {
  const call = {
    index: 0,
    id: 'call_1',
    type: 'function',
    function: { name: 'weather', arguments: '{"a":' },
  };
  const delta = { role: 'assistant', tool_calls: [call], refusal: 'no', reasoning_content: 'hm' };
  const { output } = read([Buffer.from(`data: ${chunk(delta)}\n\n`)]);
  expect(output.sort()).toEqual(['hm', 'no', 'weather', '{"a":']);
});

test('a piece counts as many tokens as it puts out bytes, one a choice at least, and none where it puts out nothing', () => {
  const { pieces } = read([Buffer.from(streamText('\n'))]);
  // the comment, the role, three texts in UTF-8, the reason for the end, the usage
  expect(pieces.map(({ units }) => units)).toEqual([0, 1, 8, 6, 14, 1, 0]);
  expect(pieces.map(({ reported }) => reported)).toEqual([null, null, null, null, null, null, 3]);
});

test('a tool call counts with all its JSON, which its name, ids and marks are tokens of', () => {
  const tool_calls = [{ index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '' } }];
  const { pieces } = read([Buffer.from(`data: ${chunk({ tool_calls })}\n\n`)]);
  expect(pieces[0]?.units).toBe(JSON.stringify(tool_calls).length);
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[0-9 ]*$/),
);
test('our own tokenizer never counts more tokens than the bytes of a piece', () => {
  fc.assert(
    fc.property(anyText, (content) => {
      const [piece] = read([Buffer.from(`data: ${chunk({ content })}\n\n`)]).pieces;
      expect(countOutput(piece?.output ?? [])).toBeLessThanOrEqual(piece?.units ?? 0);
    }),
    { numRuns: 300 },
  );
});
