import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { onceAnswerKey } from '../redis/keys';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { openCut } from '../testing/cut';
import { bringBack, type Place, putAway } from './long-answer';

const { redisUrl, restUrl, restToken } = inject('servers');
const stores = [openTcpStore(redisUrl), openRestStore(restUrl, restToken)];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const HEAD = '200 text application/json\n';
const MEGABYTE = 1 << 20;
const newPlace = (): Place => ({
  shard: 3,
  once: { key: randomBytes(32).toString('hex'), body: '' },
});

describe.each(stores)('an answer kept over $kind', (store) => {
  it.each([
    ['letters', 'x'.repeat(MEGABYTE)],
    ['letters that JSON spells in six bytes', '\u0001'.repeat(MEGABYTE)],
    ['letters of four bytes, which no cut may divide', `.${'🎉'.repeat(MEGABYTE / 4)}`],
    ['text that looks like JSON', `"${'{}'.repeat(MEGABYTE / 2 - 1)}"`],
  ])('comes back as it was, a megabyte of %s', async (_name, body) => {
    const place = newPlace();
    const kept = await putAway(place, HEAD + body, store);
    expect(kept?.length).toBeLessThan(20);
    // Not toBe on the texts: a difference would print two megabytes.
    expect((await bringBack(place, kept ?? '', store)) === HEAD + body).toBe(true);
  });

  it('is put away side by side with others', async () => {
    const places = Array.from({ length: 8 }, () => newPlace());
    const texts = places.map((_, i) => `${HEAD}${i}${'"'.repeat(MEGABYTE - 1)}`);
    const kept = await Promise.all(places.map((place, i) => putAway(place, texts[i], store)));
    const back = await Promise.all(places.map((place, i) => bringBack(place, kept[i] ?? '', store)));
    expect(back.map((text, i) => text === texts[i])).toEqual(texts.map(() => true));
  });

  it('that is short travels with its settle; none at all stays none', async () => {
    const place = newPlace();
    for (const kept of [`${HEAD}short`, null, undefined])
      expect(await putAway(place, kept, store)).toBe(kept);
    expect(await bringBack(place, `${HEAD}short`, store)).toBe(`${HEAD}short`);
  });

  it('is gone after a day, and where a piece is missing nothing of it is given', async () => {
    const place = newPlace();
    const kept = await putAway(place, 'x'.repeat(MEGABYTE), store);
    const key = onceAnswerKey(place.shard, place.once.key, 1);
    const [livesMs] = await store.pipeline([['PTTL', key]]);
    expect(Number(livesMs)).toBeGreaterThan(24 * 3_600_000);
    expect(Number(livesMs)).toBeLessThanOrEqual(25 * 3_600_000);
    await store.pipeline([['DEL', key]]);
    await expect(bringBack(place, kept ?? '', store)).rejects.toMatchObject({ code: 'not_replayable' });
  });
});

it('an answer that the store does not take is not to be given again', async () => {
  const line = await openCut(redisUrl);
  const store = openTcpStore(line.url);
  const place = newPlace();
  const kept = await putAway(place, 'x'.repeat(MEGABYTE), store);
  line.cut();
  expect(await putAway(newPlace(), 'x'.repeat(MEGABYTE), store)).toBeUndefined();
  await expect(bringBack(place, kept ?? '', store)).rejects.toMatchObject({ code: 'quota_unavailable' });
  await store.close();
  await line.close();
});
