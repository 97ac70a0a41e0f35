import { expect, it } from 'vitest';
import { paced } from './paced';

const PACE = { leastBytes: 100, withinMs: 40 };

async function collect(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of paced(body, PACE)) bytes += chunk.byteLength;
  return bytes;
}

it('a body that drips ends as incomplete, though it never falls silent for long', async () => {
  async function* drip() {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield new Uint8Array(1);
    }
  }
  await expect(collect(drip())).rejects.toMatchObject({ code: 'upload_incomplete' });
});

it('a body that falls silent ends as incomplete', async () => {
  async function* silent() {
    yield new Uint8Array(50);
    await new Promise(() => undefined);
  }
  await expect(collect(silent())).rejects.toMatchObject({ code: 'upload_incomplete' });
});

it('however slowly what comes is taken, the client is not to blame', async () => {
  async function* prompt() {
    for (let i = 0; i < 3; i += 1) yield new Uint8Array(10);
  }
  let bytes = 0;
  for await (const chunk of paced(prompt(), PACE)) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    bytes += chunk.byteLength;
  }
  expect(bytes).toBe(30);
});
