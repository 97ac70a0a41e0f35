import { Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors';
import { StreamRelay } from './relay';

afterEach(() => {
  vi.useRealTimers();
});

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const whole = [chunk('a'), chunk('b', 'stop'), 'data: [DONE]\n\n'];

function relay(source: Readable, options: { signal?: AbortSignal; settled?: Promise<void> } = {}) {
  return new StreamRelay({
    source,
    signal: new AbortController().signal,
    settled: Promise.resolve(),
    startedMs: performance.now(),
    model: 'm',
    includeUsage: false,
    choices: 1,
    ...options,
  });
}
/** An upstream that sends these texts and then nothing more. */
function unending(texts: string[]): Readable {
  const source = new Readable({ read: () => undefined });
  for (const text of texts) source.push(Buffer.from(text));
  return source;
}
const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString();

test('the last bytes wait until the outcome is settled', async () => {
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const { body, finished } = relay(Readable.from(whole.map((t) => Buffer.from(t))), { settled });
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
  const source = unending([chunk('a')]);
  const { body, finished } = relay(source, { signal: abort.signal });
  const reader = body.getReader();
  await reader.read();
  abort.abort(new AppError('invalid_api_key', 'This key was revoked.'));
  expect(text((await reader.read()).value)).toContain('"code":"invalid_api_key"');
  expect((await reader.read()).done).toBe(true);
  expect((await finished).end).toBe('client_closed');
  expect(source.destroyed).toBe(true);
});

test('a client that takes nothing for two minutes has gone', async () => {
  vi.useFakeTimers();
  const source = unending([chunk('a')]);
  const { body, finished } = relay(source);
  await body.getReader().read();
  await vi.advanceTimersByTimeAsync(140_000);
  expect(await finished).toMatchObject({ end: 'client_closed', output: ['a'] });
  expect(source.destroyed).toBe(true);
});

test('a client that waits for a slow upstream has not gone', async () => {
  vi.useFakeTimers();
  const source = unending([]);
  const { body } = relay(source);
  const first = body.getReader().read();
  await vi.advanceTimersByTimeAsync(600_000);
  source.push(Buffer.from(chunk('late')));
  expect(text((await first).value)).toContain('late');
});

test('leaving twice, or after the end, changes nothing', async () => {
  const abort = new AbortController();
  const { body, finished } = relay(Readable.from(whole.map((t) => Buffer.from(t))), { signal: abort.signal });
  await new Response(body).text();
  abort.abort();
  expect((await finished).end).toBe('complete');
});

test('a signal that was aborted before the stream began ends it at once', async () => {
  const source = unending([chunk('a')]);
  const { body, finished } = relay(source, { signal: AbortSignal.abort() });
  expect((await finished).end).toBe('client_closed');
  expect(await new Response(body).text()).toBe('');
});

test.each([
  [[], 'Nothing was charged for tokens.'],
  [[chunk('a')], 'What came until then is charged.'],
])('an upstream that breaks off says what is charged: %#', async (sent, said) => {
  const { body, finished } = relay(Readable.from(sent.map((t) => Buffer.from(t))));
  const shown = await new Response(body).text();
  expect(shown).toContain(`The model provider's answer broke off. ${said}`);
  expect((await finished).end).toBe('upstream_error');
});
