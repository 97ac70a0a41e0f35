import { afterEach, expect, test, vi } from 'vitest';
import type { Growth } from '../admission/work';
import { AppError } from '../errors';
import { GrowingHold } from './growing-hold';
import { Hold } from './hold';
import { type RelayOptions, StreamRelay } from './relay';
import { PlayedBody, sending } from './upstream-body.fixture';

afterEach(() => {
  vi.useRealTimers();
});

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const whole = [chunk('a'), chunk('b', 'stop'), 'data: [DONE]\n\n'];

function relay(source: PlayedBody, options: Partial<RelayOptions> = {}) {
  return new StreamRelay({
    source,
    signal: new AbortController().signal,
    settled: Promise.resolve(),
    startedMs: performance.now(),
    model: 'm',
    includeUsage: false,
    choices: 1,
    whyCutShort: async () => null,
    hold: new GrowingHold(new Hold(100, 100), async (granted) => ({ granted })),
    isCurrent: () => true,
    ...options,
  });
}
const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString();

test('the last bytes wait until the outcome is settled', async () => {
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const { body, finished } = relay(sending(whole), { settled });
  const reader = body.getReader();
  expect(text((await reader.read()).value)).toBe(whole[0]);
  expect(text((await reader.read()).value)).toBe(whole[1]);
  const last = reader.read();
  expect((await finished).end).toBe('complete');
  const early = await Promise.race([
    last.then(() => 'sent'),
    new Promise((r) => setTimeout(r, 20, 'waiting')),
  ]);
  expect(early).toBe('waiting');
  settle();
  expect(text((await last).value)).toBe(whole[2]);
  expect((await reader.read()).done).toBe(true);
});

test('a reservation that is lost ends the stream with the reason as its last event', async () => {
  const abort = new AbortController();
  const source = new PlayedBody([chunk('a')]);
  const { body, finished } = relay(source, { signal: abort.signal });
  const reader = body.getReader();
  await reader.read();
  abort.abort(new AppError('invalid_api_key', 'This key was revoked.'));
  expect(text((await reader.read()).value)).toContain('"code":"invalid_api_key"');
  expect((await reader.read()).done).toBe(true);
  expect((await finished).end).toBe('stopped');
  expect(source.givenUp).toBe(true);
});

test('a client that takes nothing for two minutes has gone', async () => {
  vi.useFakeTimers();
  const source = new PlayedBody([chunk('a')]);
  const { body, finished, output } = relay(source);
  await body.getReader().read();
  await vi.advanceTimersByTimeAsync(140_000);
  expect((await finished).end).toBe('client_closed');
  expect(output.tokens()).toBe(1);
  expect(source.givenUp).toBe(true);
});

test('a client that waits for a slow upstream has not gone', async () => {
  vi.useFakeTimers();
  const source = new PlayedBody([]);
  const { body } = relay(source);
  const first = body.getReader().read();
  await vi.advanceTimersByTimeAsync(600_000);
  source.push(Buffer.from(chunk('late')));
  expect(text((await first).value)).toContain('late');
});

test('leaving twice, or after the end, changes nothing', async () => {
  const abort = new AbortController();
  const { body, finished } = relay(sending(whole), { signal: abort.signal });
  await new Response(body).text();
  abort.abort();
  expect((await finished).end).toBe('complete');
});

test('a signal that was aborted before the stream began ends it at once', async () => {
  const source = new PlayedBody([chunk('a')]);
  const { body, finished } = relay(source, { signal: AbortSignal.abort() });
  expect((await finished).end).toBe('client_closed');
  expect(await new Response(body).text()).toBe('');
});

test.each([
  [[], 'Nothing was charged for tokens.'],
  [[chunk('a')], 'What came until then is charged.'],
])('an upstream that breaks off says what is charged: %#', async (sent, said) => {
  const { body, finished } = relay(sending(sent));
  const shown = await new Response(body).text();
  expect(shown).toContain(`The model provider's answer broke off. ${said}`);
  expect((await finished).end).toBe('upstream_error');
});

/** A hold of so many tokens of 1,000, and what it asks for. */
function holding(held: number, answer: (toUnits: number) => Growth | Promise<Growth>) {
  const asked: number[] = [];
  const hold = new GrowingHold(new Hold(held, 1_000), async (toUnits) => {
    asked.push(toUnits);
    return answer(toUnits);
  });
  return { hold, asked };
}
const refusal = '{"error":{"message":"Budget exceeded","code":"budget_exceeded"}}';

test('a refused growth ends the stream with the refusal; what is held is relayed, and nothing more', async () => {
  const { hold, asked } = holding(6, () => ({ refusal }));
  const source = sending([chunk('abcd') + chunk('ef') + chunk('g'), chunk('h', 'stop'), 'data: [DONE]\n\n']);
  const { body, finished, output } = relay(source, { hold });
  expect(await new Response(body).text()).toBe(`${chunk('abcd')}${chunk('ef')}data: ${refusal}\n\n`);
  expect(await finished).toMatchObject({ end: 'stopped', usage: null });
  expect(output.tokens()).toBe(2);
  expect(asked).toEqual([12, 9, 7]); // ahead, then the usual step, then the very next piece alone
  expect(source.givenUp).toBe(true);
});

test('a store that does not answer is no growth: the stream waits 12 s, then it ends', async () => {
  vi.useFakeTimers();
  const error = new AppError('quota_unavailable', 'Nobody knows.');
  const { hold, asked } = holding(4, () => ({ error }));
  const { body, finished } = relay(sending([chunk('abcd'), chunk('e', 'stop')]), { hold });
  const shown = new Response(body).text();
  await vi.advanceTimersByTimeAsync(11_900);
  expect(asked).toHaveLength(25); // one ahead of 24
  await vi.advanceTimersByTimeAsync(200);
  const [first, last, ...more] = (await shown).split(/(?<=\n\n)/);
  expect([first, more]).toEqual([chunk('abcd'), []]);
  expect(last).toContain('"code":"quota_unavailable"');
  expect((await finished).end).toBe('stopped');
});

test('a store that answers again in time lets the stream go on', async () => {
  vi.useFakeTimers();
  const error = new AppError('quota_unavailable', 'Nobody knows.');
  const { hold, asked } = holding(4, (granted) => (asked.length < 4 ? { error } : { granted }));
  const { body, finished } = relay(sending([chunk('abcd'), chunk('e', 'stop'), 'data: [DONE]\n\n']), {
    hold,
  });
  const shown = new Response(body).text();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await shown).toBe(`${chunk('abcd')}${chunk('e', 'stop')}data: [DONE]\n\n`);
  expect((await finished).end).toBe('complete');
});

test('a stream asks ahead and does not wait for an answer that comes in time', async () => {
  const answers: ((growth: Growth) => void)[] = [];
  const { hold, asked } = holding(8, () => new Promise((resolve) => answers.push(resolve)));
  const source = new PlayedBody([chunk('abcd')]);
  const { body } = relay(source, { hold });
  const reader = body.getReader();
  await reader.read();
  expect(asked).toEqual([16]);
  source.push(Buffer.from(chunk('efg')));
  expect(text((await reader.read()).value)).toContain('efg');
  answers[0]?.({ granted: 16 });
});

test('what is not held waits for the answer', async () => {
  const answers: ((growth: Growth) => void)[] = [];
  const { hold } = holding(4, () => new Promise((resolve) => answers.push(resolve)));
  const { body } = relay(new PlayedBody([chunk('abcd') + chunk('e')]), { hold });
  const reader = body.getReader();
  expect(text((await reader.read()).value)).toBe(chunk('abcd'));
  const next = reader.read();
  const early = await Promise.race([
    next.then(() => 'sent'),
    new Promise((r) => setTimeout(r, 20, 'waiting')),
  ]);
  expect(early).toBe('waiting');
  answers[0]?.({ granted: 8 });
  expect(text((await next).value)).toBe(chunk('e'));
});

test('a client that leaves while its stream waits ends it', async () => {
  const { hold } = holding(1, () => new Promise(() => undefined));
  const source = new PlayedBody([chunk('ab')]);
  const { body, finished, output } = relay(source, { hold });
  const reader = body.getReader();
  const read = reader.read();
  await new Promise((r) => setTimeout(r, 5));
  await reader.cancel();
  expect((await finished).end).toBe('client_closed');
  expect([(await read).done, output.isEmpty, source.givenUp]).toEqual([true, true, true]);
});

test('nothing is relayed once the reservation may be the lease of another', async () => {
  const abort = new AbortController();
  let current = true;
  const isCurrent = () => {
    if (!current) abort.abort(new AppError('quota_unavailable', 'Too late.'));
    return current;
  };
  const source = new PlayedBody([chunk('a')]);
  const { body, finished, output } = relay(source, { signal: abort.signal, isCurrent });
  const reader = body.getReader();
  await reader.read();
  current = false;
  source.push(Buffer.from(chunk('b')));
  expect(text((await reader.read()).value)).toContain('Too late.');
  expect((await reader.read()).done).toBe(true);
  expect((await finished).end).toBe('stopped');
  expect(output.tokens()).toBe(1);
});
