import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunContext } from '../admission/work';
import type { SeenRequest } from '../demo/upstream/request-log';
import { type DemoUpstream, startUpstream } from '../demo/upstream/server';
import { costMicros } from '../money';
import { seal } from '../sealed';
import { answered, bodyText, call, catalogAt, eventsOf, prepare } from './gateway.fixture';
import { closeUpstreams } from './upstream';

let upstream: DemoUpstream;
let user: RunContext['principal'];
const messages = [{ role: 'user', content: 'Say hello, please.' }];

beforeAll(async () => {
  upstream = await startUpstream();
  user = await catalogAt({ baseUrl: `${upstream.url}/v1/`, sealedKey: seal('sk-provider-secret') }, [
    { name: 'plain' },
    { name: 'heavy', upstreamModel: 'gemma3:27b', weight: 4 },
    { name: 'small', maxOutputTokens: 10, contextTokens: 100 },
    { name: 'demo-*', listed: false },
  ]);
});

afterAll(async () => {
  await closeUpstreams();
  await upstream.close();
});

async function seenBy(requestId: string): Promise<SeenRequest | undefined> {
  const response = await fetch(`${upstream.url}/demo/requests`);
  const { data } = (await response.json()) as { data: SeenRequest[] };
  return data.find((request) => request.id === requestId);
}

test('a plain answer is charged exactly what the upstream reports', async () => {
  const { run, requestId } = await call(user, { model: 'plain', messages });
  const completion = JSON.parse(await bodyText(run));
  const outcome = await answered(run).finished;
  const seen = await seenBy(requestId);
  expect(outcome).toMatchObject({
    outcome: 'ok',
    estimated: false,
    tokensIn: seen?.prompt_tokens,
    tokensOut: seen?.completion_tokens,
    actual: {
      tokens: outcome.tokensIn + outcome.tokensOut,
      cost: costMicros(outcome.tokensIn, 150_000, outcome.tokensOut, 600_000),
    },
  });
  expect(outcome.actual).not.toHaveProperty('requests');
  expect(completion.usage.completion_tokens).toBe(outcome.tokensOut);
});

test('a streamed answer is charged exactly what the upstream reports, though the client saw no usage', async () => {
  const { run, requestId } = await call(user, { model: 'plain', messages, stream: true });
  const text = await bodyText(run);
  const outcome = await answered(run).finished;
  const seen = await seenBy(requestId);
  expect(text).not.toContain('usage');
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  expect(outcome).toMatchObject({
    outcome: 'ok',
    estimated: false,
    tokensIn: seen?.prompt_tokens,
    tokensOut: seen?.completion_tokens,
  });
  expect(outcome.firstByteMs).toBeGreaterThanOrEqual(0);
});

test('a client that asks for usage sees it in a stream', async () => {
  const body = { model: 'plain', messages, stream: true, stream_options: { include_usage: true } };
  const { run } = await call(user, body);
  const last = eventsOf(await bodyText(run)).at(-1);
  const outcome = await answered(run).finished;
  expect(last.usage).toEqual({
    prompt_tokens: outcome.tokensIn,
    completion_tokens: outcome.tokensOut,
    total_tokens: outcome.tokensIn + outcome.tokensOut,
  });
});

test('the claim holds the prompt and wishes for what the client or the model allows', async () => {
  const free = await prepare(user, { model: 'heavy', messages });
  expect(free.claim).toMatchObject({ resource: 'chat', units: { minimum: 1, wish: 4_096 } });
  expect(free.claim.amounts.tokens?.per).toBe(4);
  expect((free.claim.amounts.tokens?.base ?? 0) % 4).toBe(0);
  const asked = await prepare(user, { model: 'plain', messages, max_completion_tokens: 7, n: 3 });
  expect(asked.claim.units).toEqual({ minimum: 3, wish: 21 });
  const cut = await prepare(user, { model: 'small', messages, max_tokens: 5_000 });
  expect(cut.claim.units).toEqual({ minimum: 1, wish: 10 });
});

test('no more than the grant is asked of the upstream, divided among the choices', async () => {
  const { run, requestId } = await call(user, { model: 'plain', messages, n: 3 }, { granted: 32 });
  const outcome = await answered(run).finished;
  expect(await seenBy(requestId)).toMatchObject({ n: 3, max_tokens: 10, completion_tokens: 30 });
  expect(outcome.tokensOut).toBe(30);
  const completion = JSON.parse(await bodyText(run));
  expect(completion.choices.map((c: { finish_reason: string }) => c.finish_reason)).toEqual(
    Array(3).fill('length'),
  );
});

test.each([false, true])(
  'a model counts by its weight and answers under its own name (stream: %s)',
  async (stream) => {
    const { run, requestId } = await call(user, { model: 'heavy', messages, stream });
    const text = await bodyText(run);
    const { tokensIn, tokensOut, actual } = await answered(run).finished;
    expect(actual.tokens).toBe(4 * (tokensIn + tokensOut));
    expect((await seenBy(requestId))?.model).toBe('gemma3:27b');
    expect(text).not.toContain('gemma3');
    expect(text).toContain('"model":"heavy"');
  },
);

test.each([false, true])(
  'missing usage becomes our own count, flagged and never zero (stream: %s)',
  async (stream) => {
    const { run, requestId } = await call(user, { model: 'demo-no-usage', messages, stream });
    await bodyText(run);
    const outcome = await answered(run).finished;
    const seen = await seenBy(requestId);
    expect(outcome).toMatchObject({
      outcome: 'ok',
      estimated: true,
      tokensIn: seen?.prompt_tokens,
      tokensOut: seen?.completion_tokens,
    });
    expect(outcome.tokensOut).toBeGreaterThan(0);
  },
);

test.each([false, true])(
  'an upstream that reports more than was granted is believed, for the alarm (stream: %s)',
  async (stream) => {
    const { run } = await call(user, { model: 'demo-overreport', messages, stream, max_tokens: 20 });
    await bodyText(run);
    expect((await answered(run).finished).tokensOut).toBe(200);
  },
);

test('a model that takes more tokens than it shows is charged them, and holds the worst case from then on', async () => {
  const grown: number[] = [];
  const running = {
    // Little is left: the usual steps do not fit.
    grow: async (toUnits: number) => {
      if (toUnits > 600) return { refusal: '{}' };
      grown.push(toUnits);
      return { granted: toUnits };
    },
  };
  const fresh = await catalogAt({ baseUrl: `${upstream.url}/v1` }, [{ name: 'demo-*' }]);
  const body = { model: 'demo-overreport', messages, stream: true, max_tokens: 2_000 };
  const { run, prepared } = await call(fresh, body, { running });
  await bodyText(run);
  const { tokensOut } = await answered(run).finished;
  expect(prepared.claim.units?.wish).toBe(500);
  expect(grown).toEqual([tokensOut]);
  expect((await prepare(fresh, body)).claim.units?.wish).toBe(2_000);
  expect((await prepare(fresh, { ...body, model: 'demo-paced' })).claim.units?.wish).toBe(500);
});

test.each([1, 17, 300])('demo-tokens-%i takes exactly so many output tokens', async (tokens) => {
  for (const stream of [false, true]) {
    const { run, prepared } = await call(user, { model: `demo-tokens-${tokens}`, messages, stream });
    await bodyText(run);
    expect((await answered(run).finished).tokensOut).toBe(tokens);
    expect(prepared.model).toBe('demo-*'); // names of the client's making stay out of the ledger
  }
});

test.each([
  ['demo-error-400', 400, 'invalid_request'],
  ['demo-error-401', 502, 'upstream_error'],
  ['demo-error-429', 503, 'upstream_saturated'],
  ['demo-error-500', 502, 'upstream_error'],
  ['demo-error-503', 502, 'upstream_error'],
])('%s answers %i %s, and tokens and cost are refunded', async (model, status, code) => {
  for (const stream of [false, true]) {
    const { run } = await call(user, { model, messages, stream });
    if (!('error' in run)) throw new Error('answered');
    expect(run.error).toMatchObject({ status, code });
    expect(run.outcome).toMatchObject({ outcome: 'upstream_error', tokensIn: 0, tokensOut: 0 });
    expect(run.outcome.actual).toEqual({ tokens: 0, cost: 0 }); // the request itself stays counted
  }
});

test('a plain answer that is cut off is an upstream error and costs no tokens', async () => {
  const { run } = await call(user, { model: 'demo-cut', messages });
  if (!('error' in run)) throw new Error('answered');
  expect(run.error).toMatchObject({ status: 502, code: 'upstream_error' });
  expect(run.outcome.actual).toEqual({ tokens: 0, cost: 0 });
});

test('a stream that is cut off ends with an error event and charges what was put out', async () => {
  const { run, requestId } = await call(user, { model: 'demo-cut', messages, stream: true });
  const text = await bodyText(run);
  const outcome = await answered(run).finished;
  expect(eventsOf(text).at(-1).error).toMatchObject({ code: 'upstream_error', type: 'api_error' });
  expect(text).not.toContain('[DONE]');
  expect(outcome).toMatchObject({
    outcome: 'upstream_error',
    estimated: true,
    tokensOut: (await seenBy(requestId))?.completion_tokens,
  });
  expect(outcome.tokensOut).toBe(5);
});

test('a client that leaves in the middle of a stream ends the upstream and pays for what was put out', async () => {
  const { run, requestId } = await call(user, { model: 'demo-paced', messages, stream: true });
  const reader = (answered(run).body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (eventsOf(text).length < 5) text += Buffer.from((await reader.read()).value ?? []).toString();
  await reader.cancel();
  const outcome = await answered(run).finished;
  expect(outcome).toMatchObject({ outcome: 'client_closed', estimated: true, tokensOut: 4 });
  await expect.poll(async () => (await seenBy(requestId))?.completed).toBe(false);
  const before = (await seenBy(requestId))?.completion_tokens ?? 0;
  expect(before).toBeLessThan(10);
  expect(outcome.tokensIn).toBe((await seenBy(requestId))?.prompt_tokens);
});

test('an abort signal ends a stream that nobody reads', async () => {
  const abort = new AbortController();
  const { run } = await call(user, { model: 'demo-stall', messages, stream: true }, { signal: abort.signal });
  abort.abort();
  expect((await answered(run).finished).outcome).toBe('client_closed');
});

test('a client that leaves before the first byte pays for the prompt', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const { run } = await call(user, { model: 'demo-slow', messages }, { signal: abort.signal });
  if (!('error' in run)) throw new Error('answered');
  expect(run.outcome).toMatchObject({ outcome: 'client_closed', estimated: true, tokensOut: 0 });
  expect(run.outcome.tokensIn).toBeGreaterThan(0);
});

test('a client that left before the call was sent pays nothing', async () => {
  const { run, requestId } = await call(user, { model: 'plain', messages }, { signal: AbortSignal.abort() });
  if (!('error' in run)) throw new Error('answered');
  expect(run.outcome).toMatchObject({ outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } });
  expect(await seenBy(requestId)).toBeUndefined();
});

test('only our own headers reach the upstream, and ask for no compression, which nobody would undo', async () => {
  const { requestId } = await call(user, { model: 'plain', messages });
  expect((await seenBy(requestId))?.headers).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
    'x-request-id',
  ]);
});

test('unknown and forbidden models are refused before anything is claimed', async () => {
  await expect(prepare(user, { model: 'nope', messages })).rejects.toMatchObject({ code: 'model_not_found' });
  const narrow = { ...user, models: ['heavy'] };
  await expect(prepare(narrow, { model: 'plain', messages })).rejects.toMatchObject({
    code: 'model_not_allowed',
  });
  expect((await prepare(narrow, { model: 'heavy', messages })).model).toBe('heavy');
});

test('a prompt longer than the model takes is refused before anything is claimed', async () => {
  const long = [{ role: 'user', content: 'word '.repeat(200) }];
  await expect(prepare(user, { model: 'small', messages: long })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { param: 'messages' },
  });
});
