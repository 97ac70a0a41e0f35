import { expect, test } from 'vitest';
import { Doubt } from './doubt';

test('all who ask wait for one look, and nobody asks again until a connection is lost', async () => {
  const doubt = new Doubt();
  let looks = 0;
  doubt.resolveBy(async () => {
    looks++;
  });
  expect(doubt.stands).toBe(true);
  await Promise.all([doubt.resolved(), doubt.resolved(), doubt.resolved()]);
  expect([looks, doubt.stands]).toEqual([1, false]);
  await doubt.resolved();
  expect(looks).toBe(1);
  doubt.raise();
  await doubt.resolved();
  expect(looks).toBe(2);
});

test('a look that failed leaves the doubt, and one during which a connection is lost is repeated', async () => {
  const doubt = new Doubt();
  const looks = [
    async () => Promise.reject(new Error('down')),
    async () => doubt.raise(),
    async () => undefined,
  ];
  let looked = 0;
  doubt.resolveBy(() => (looks[looked++] as () => Promise<void>)());
  await expect(doubt.resolved()).rejects.toThrow('down');
  expect(doubt.stands).toBe(true);
  await doubt.resolved();
  expect([looked, doubt.stands]).toEqual([3, false]);
});

test('where nobody looks into it there is no doubt', async () => {
  const doubt = new Doubt();
  await doubt.resolved();
  expect(doubt.stands).toBe(false);
});
