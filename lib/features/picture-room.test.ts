import { expect, it } from 'vitest';
import { withRoom } from './picture-room';

const MB = 1 << 20;
const never = new AbortController().signal;

/** Holds room until it is told to let go. */
function holding(bytes: number, signal = never) {
  let letGo: () => void = () => undefined;
  let inside = false;
  const done = withRoom(bytes, signal, () => {
    inside = true;
    return new Promise<void>((resolve) => {
      letGo = resolve;
    });
  });
  return { done, letGo: () => letGo(), isInside: () => inside };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('pictures beyond the room wait for their turn, and nobody overtakes a larger one', async () => {
  const first = holding(50 * MB);
  const large = holding(30 * MB);
  const small = holding(1 * MB);
  await turn();
  expect([first, large, small].map((one) => one.isInside())).toEqual([true, false, false]);
  first.letGo();
  await first.done;
  await turn();
  expect([large, small].map((one) => one.isInside())).toEqual([true, true]);
  for (const one of [large, small]) one.letGo();
  await Promise.all([large.done, small.done]);
});

it('whoever leaves the line makes way for those behind', async () => {
  const client = new AbortController();
  const first = holding(60 * MB);
  const large = holding(30 * MB, client.signal);
  const small = holding(1 * MB);
  await turn();
  expect(small.isInside()).toBe(false);
  client.abort();
  await expect(large.done).rejects.toMatchObject({ code: 'upstream_saturated' });
  await turn();
  expect(small.isInside()).toBe(true);
  for (const one of [first, small]) one.letGo();
  await Promise.all([first.done, small.done]);
});

it('what fails gives its room back', async () => {
  const broken = withRoom(64 * MB, never, () => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
  const next = holding(64 * MB);
  await turn();
  expect(next.isInside()).toBe(true);
  next.letGo();
  await next.done;
});
