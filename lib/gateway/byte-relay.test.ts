import { expect, it } from 'vitest';
import { AppError } from '../errors';
import { ByteRelay } from './byte-relay';
import { PlayedBody, sending } from './upstream-body.fixture';

type Options = ConstructorParameters<typeof ByteRelay>[0];

const relay = (source: PlayedBody, options: Partial<Options> = {}) =>
  new ByteRelay({
    source,
    signal: new AbortController().signal,
    settled: Promise.resolve(),
    isCurrent: () => true,
    ...options,
  });

const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString();

it('every byte arrives in its order, and the end waits until the outcome is settled', async () => {
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const { body, finished } = relay(sending(['one', 'two']), { settled });
  const reader = body.getReader();
  expect(text((await reader.read()).value)).toBe('one');
  expect(text((await reader.read()).value)).toBe('two');
  const end = reader.read();
  expect(await finished).toBe('complete');
  const early = await Promise.race([
    end.then(() => 'over'),
    new Promise((r) => setTimeout(r, 20, 'waiting')),
  ]);
  expect(early).toBe('waiting');
  settle();
  expect((await end).done).toBe(true);
});

it('an upstream that breaks off breaks the answer off', async () => {
  const source = new PlayedBody(['one']);
  const { body, finished } = relay(source);
  const reader = body.getReader();
  await reader.read();
  source.fail(new Error('reset'));
  await expect(reader.read()).rejects.toThrow('broke off');
  expect(await finished).toBe('upstream_error');
});

it('an upstream that ends without a byte has broken off', async () => {
  const { body, finished } = relay(sending([]));
  await expect(body.getReader().read()).rejects.toThrow('broke off');
  expect(await finished).toBe('upstream_error');
});

it('a client that leaves ends the upstream', async () => {
  const source = new PlayedBody(['one']);
  const { body, finished } = relay(source);
  await body.cancel();
  expect(await finished).toBe('client_closed');
  expect(source.givenUp).toBe(true);
});

it.each([
  ['a client that has gone', new Error('gone'), 'client_closed'],
  ['a reservation that is lost', new AppError('quota_unavailable', 'lost'), 'stopped'],
] as const)('%s ends the upstream', async (_, reason, end) => {
  const source = new PlayedBody(['one']);
  const stopping = new AbortController();
  const { body, finished } = relay(source, { signal: stopping.signal });
  const reader = body.getReader();
  await reader.read();
  stopping.abort(reason);
  expect(await finished).toBe(end);
  expect(source.givenUp).toBe(true);
  if (end === 'stopped') await expect(reader.read()).rejects.toThrow('broke off');
  else expect((await reader.read()).done).toBe(true);
});

it('the upstream is read no faster than the client takes', async () => {
  const source = new PlayedBody([Buffer.alloc(40 << 10)]);
  const { body } = relay(source);
  const reader = body.getReader();
  await reader.read();
  source.push(Buffer.alloc(40 << 10));
  expect(source.paused).toBe(false);
  source.push(Buffer.alloc(40 << 10));
  expect(source.paused).toBe(true);
  expect((await reader.read()).value).toHaveLength(80 << 10);
  expect(source.paused).toBe(false);
  await reader.cancel();
});
