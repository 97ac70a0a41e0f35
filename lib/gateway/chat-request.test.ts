import { expect, test } from 'vitest';
import { AppError } from '../errors';
import { readChatRequest } from './chat-request';
import { chatSchema } from './chat-schema';
import { estimateInput } from './estimate';

const URL = 'http://127.0.0.1/v1/chat/completions';
const post = (body: string) => new Request(URL, { method: 'POST', body });
const messages = [{ role: 'user', content: 'hi' }];
const read = (fields: object) => readChatRequest(post(JSON.stringify({ model: 'm', messages, ...fields })));

async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

test('every field of the OpenAI API that has a price passes, unchanged', async () => {
  const fields = {
    frequency_penalty: 0.5,
    function_call: 'auto',
    functions: [{ name: 'f', parameters: { type: 'object' } }],
    logit_bias: { '50256': -100 },
    logprobs: true,
    max_completion_tokens: 10,
    max_tokens: 20,
    metadata: { a: 'b' },
    modalities: ['text'],
    n: 2,
    parallel_tool_calls: true,
    presence_penalty: -1,
    prompt_cache_key: 'k',
    prompt_cache_options: { mode: 'implicit' },
    prompt_cache_retention: '24h',
    reasoning_effort: 'low',
    response_format: {
      type: 'json_schema',
      json_schema: { name: 's', schema: { type: 'object' }, strict: true },
    },
    safety_identifier: 's',
    seed: 7,
    service_tier: 'auto',
    stop: ['a', 'b'],
    store: false,
    stream: true,
    stream_options: { include_usage: true, include_obfuscation: false },
    temperature: 1,
    tool_choice: { type: 'function', function: { name: 'f' } },
    tools: [{ type: 'function', function: { name: 'f', parameters: {}, strict: true } }],
    top_logprobs: 3,
    top_p: 0.9,
    user: 'u',
    verbosity: 'low',
    audio: null,
    moderation: null,
    prediction: null,
  };
  const chat = await read(fields);
  expect(chat.body).toEqual({ model: 'm', messages, ...fields });
  expect(chat).toMatchObject({ stream: true, includeUsage: true, n: 2, maxTokens: 10 });
});

test('null stands for absent, in every field that may be left out', async () => {
  const required = ['model', 'messages'];
  const fields = Object.keys(chatSchema.shape).filter((name) => !required.includes(name));
  const chat = await read(Object.fromEntries(fields.map((name) => [name, null])));
  expect(chat).toMatchObject({ stream: false, includeUsage: false, n: 1, maxTokens: null });
  expect(estimateInput(chat.body)).toEqual(estimateInput((await read({})).body));
});

test('an answer goes back into the conversation as a client library writes it down, nulls and all', async () => {
  const call = { id: '1', type: 'function', function: { name: 'f', arguments: '{}' } };
  const given = { content: null, refusal: null, audio: null, function_call: null, annotations: [] };
  const tools = [
    { type: 'function', function: { name: 'f', description: null, parameters: null, strict: null } },
  ];
  const said = [
    { role: 'user', content: 'x', name: null },
    { role: 'assistant', ...given, tool_calls: [call] },
    { role: 'assistant', ...given, content: 'y', tool_calls: null },
  ];
  expect((await read({ messages: said, tools })).body.messages).toEqual(said);
});

test.each([
  ['several at once', { top_k: 40, repetition_penalty: 1 }, '"top_k", "repetition_penalty"', 'top_k'],
  [
    'in stream_options',
    { stream: true, stream_options: { foo: 1 } },
    '"stream_options.foo"',
    'stream_options.foo',
  ],
  ['a prompt', { prompt: 'x' }, '"prompt"', 'prompt'],
])('unknown fields are named: %s', async (_, fields, text, param) => {
  const error = await refusal(read(fields));
  expect(error).toMatchObject({ code: 'unknown_field', status: 400, details: { param } });
  expect(error.message).toContain(text);
});

test('a __proto__ field is unknown, at the top, and harmless below', async () => {
  const top = `{"model":"m","messages":[{"role":"user","content":"x"}],"__proto__":{"stream":true}}`;
  expect((await refusal(readChatRequest(post(top)))).message).toContain('"__proto__"');
  const below = `{"model":"m","messages":[{"role":"user","content":"x","__proto__":{"polluted":1}}]}`;
  await readChatRequest(post(below));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  [{ messages: [] }, 'messages'],
  [{ messages: 'hi' }, 'messages'],
  [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
  [{ messages: [{ role: 'wizard', content: 'x' }] }, 'messages[0].role'],
  [{ messages: [{ role: 'user', content: [{ type: 'text', text: 5 }] }] }, 'messages[0].content[0].text'],
  [
    { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
    'messages[0].content[0].file.file_id',
  ],
  [{ model: '' }, 'model'],
  [{ model: 7 }, 'model'],
  [{ max_tokens: 0 }, 'max_tokens'],
  [{ max_tokens: -5 }, 'max_tokens'],
  [{ max_tokens: 1.5 }, 'max_tokens'],
  [{ max_tokens: '10' }, 'max_tokens'],
  [{ max_tokens: 1e12 }, 'max_tokens'],
  [{ max_completion_tokens: 0 }, 'max_completion_tokens'],
  [{ n: 0 }, 'n'],
  [{ n: 1000 }, 'n'],
  [{ stream: 'yes' }, 'stream'],
  [{ stream_options: { include_usage: true } }, 'stream_options'],
  [{ temperature: 3 }, 'temperature'],
  [{ stop: 5 }, 'stop'],
  [{ tools: {} }, 'tools'],
  [{ response_format: { type: 'xml' } }, 'response_format.type'],
  [{ modalities: ['text', 'audio'] }, 'modalities'],
  [{ audio: { voice: 'alloy', format: 'wav' } }, 'audio'],
  [{ prediction: { type: 'content', content: 'x' } }, 'prediction'],
  [{ web_search_options: {} }, 'web_search_options'],
  [{ service_tier: 'priority' }, 'service_tier'],
])('%j is refused and its place is named', async (fields, param) => {
  const error = await refusal(read(fields));
  expect(error.status).toBe(400);
  expect(error.details.param).toBe(param);
  expect(error.message).toContain(param);
});

test.each([
  [{ max_tokens: 1e20 }, 'max_tokens must be at most 10,000,000.'],
  [{ n: 2 ** 60 }, 'n must be at most 128.'],
  [{ seed: 2 ** 60 }, 'seed must be at most 9,007,199,254,740,991.'],
  [{ messages: [{ role: 'user', content: null }] }, 'messages[0].content must be a string or an array.'],
  [{ messages: [{ role: 'user', content: [] }] }, 'messages[0].content must be at least 1 item long.'],
])("%j is told in the field's own terms", async (fields, message) => {
  expect((await refusal(read(fields))).message).toBe(message);
});

test.each([
  ['', 'invalid_json'],
  ['   ', 'invalid_json'],
  ['{', 'invalid_json'],
  ['{"model":"m",}', 'invalid_json'],
  ['\u0000', 'invalid_json'],
  ['null', 'invalid_request'],
  ['[]', 'invalid_request'],
  ['"text"', 'invalid_request'],
  ['{}', 'invalid_request'],
])('the body %j is a clear 400', async (text, code) => {
  expect(await refusal(readChatRequest(post(text)))).toMatchObject({ code, status: 400 });
});

test('nesting deeper than 64 levels is refused without a stack overflow', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const text = `{"model":"m","messages":[{"role":"user","content":"x"}],"tools":${deep}}`;
  expect((await refusal(readChatRequest(post(text)))).message).toContain('64 levels');
});

test('a number beyond what JSON can hold is refused wherever it stands', async () => {
  const text = `{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"maximum":1e309}}}]}`;
  expect((await refusal(readChatRequest(post(text)))).message).toContain('tools is a number too large');
});

test('a body above 4 MB is refused by its announced length, before it is read', async () => {
  const request = new Request(URL, {
    method: 'POST',
    headers: { 'content-length': String(5 << 20) },
    body: '{}',
  });
  expect(await refusal(readChatRequest(request))).toMatchObject({ code: 'body_too_large', status: 413 });
});

test('a byte order mark before the body is left out, with a length or without', async () => {
  const text = `\ufeff${JSON.stringify({ model: 'm', messages })}`;
  const body = new Blob([text]).stream();
  const unmeasured = new Request(URL, { method: 'POST', body, duplex: 'half' } as RequestInit);
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  const measured = new Request(URL, { method: 'POST', body: text, headers: length });
  for (const request of [unmeasured, measured]) {
    expect(await readChatRequest(request)).toMatchObject({ model: 'm' });
  }
});

test('a body without a length is read up to 4 MB and no further', async () => {
  let pulled = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1 << 20).fill(32));
    },
    cancel() {
      cancelled = true;
    },
  });
  const request = new Request(URL, { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(await refusal(readChatRequest(request))).toMatchObject({ code: 'body_too_large' });
  expect(cancelled).toBe(true);
  expect(pulled).toBeLessThanOrEqual(7);
});
