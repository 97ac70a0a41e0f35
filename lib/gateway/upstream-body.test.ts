import { expect, test } from 'vitest';
import { PlayedBody } from './upstream-body.fixture';

const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());

test('what comes in one turn is taken at once, also by one who waits for it', async () => {
  const body = new PlayedBody(['a', 'b']);
  expect(text(await body.next())).toBe('ab');
  const waited = body.next();
  body.push(Buffer.from('c'));
  body.push(Buffer.from('d'));
  expect(text(await waited)).toBe('cd');
});

test('all that came is taken before the end is told, or why it broke off', async () => {
  const whole = new PlayedBody(['a']);
  whole.end();
  whole.fail(new Error('late'));
  expect([text(await whole.next()), await whole.next()]).toEqual(['a', null]);
  const broken = new PlayedBody(['a']);
  broken.fail(new Error('reset'));
  expect(text(await broken.next())).toBe('a');
  await expect(broken.next()).rejects.toThrow('reset');
});

test('the upstream is held back while 64 KB wait, and goes on once they are taken', async () => {
  const body = new PlayedBody([Buffer.alloc(64 << 10)]);
  expect(body.paused).toBe(true);
  await body.next();
  expect(body.paused).toBe(false);
});

test('an answer that is released before its end is given up, one that has ended is not', async () => {
  const running = new PlayedBody();
  const waiting = running.next();
  running.release();
  await expect(waiting).rejects.toMatchObject({ code: 'UND_ERR_ABORTED' });
  expect(running.givenUp).toBe(true);
  const over = new PlayedBody();
  over.end();
  over.release();
  expect(over.givenUp).toBe(false);
});
