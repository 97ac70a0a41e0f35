import { expect, it } from 'vitest';
import { tone } from '../demo/upstream/sound';
import { audioLength } from './audio-length';

const file = (bytes: Uint8Array<ArrayBuffer>, name: string, type = '') => new File([bytes], name, { type });
const wav = (seconds: number) => new Uint8Array(tone(seconds));

it.each([
  [0.2, 1],
  [1, 1],
  [2.5, 3],
  [61, 61],
])('a WAV of %s seconds is charged as %i, a second more is held', async (seconds, likely) => {
  expect(await audioLength(file(wav(seconds), 'a.wav', 'audio/wav'))).toEqual({ likely, bound: likely + 1 });
});

it('the content tells, not the name or the type that the sender gives', async () => {
  expect((await audioLength(file(wav(2), 'a.mp3', 'audio/mpeg'))).likely).toBe(2);
  expect((await audioLength(file(wav(2), 'a', 'application/octet-stream'))).likely).toBe(2);
});

/** Frames of MPEG-1 layer III: 128 kbit/s at 44,100 Hz, 417 bytes and 1,152 samples each. */
function mp3(frames: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(417 * frames);
  for (let i = 0; i < frames; i += 1) bytes.set([0xff, 0xfb, 0x90, 0x00], 417 * i);
  return bytes;
}

it('an MP3 without a table of contents is measured frame by frame', async () => {
  const seconds = (400 * 1_152) / 44_100;
  expect((await audioLength(file(mp3(400), 'a.mp3', 'audio/mpeg'))).likely).toBe(Math.ceil(seconds));
});

it('what no player knows is held as the thinnest sound there is', async () => {
  expect(await audioLength(file(new Uint8Array(75_000), 'a.webm'))).toEqual({ likely: 19, bound: 100 });
  expect(await audioLength(file(new Uint8Array(1), 'a'))).toEqual({ likely: 1, bound: 1 });
});

it('a length that so many bytes cannot have is not believed', async () => {
  const lying = wav(30);
  new DataView(lying.buffer).setUint32(24, 0xffff_ffff, true); // samples a second
  new DataView(lying.buffer).setUint32(28, 0xffff_ffff, true); // bytes a second
  expect(await audioLength(file(lying, 'a.wav'))).toEqual({ likely: 121, bound: 641 });
});
