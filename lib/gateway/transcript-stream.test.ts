import { expect, it } from 'vitest';
import type { MediaCall } from './meter';
import { countTokens } from './tokens';
import { answerTranscriptStream } from './transcript-stream';
import { sending } from './upstream-body.fixture';

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (text: string) => event({ type: 'transcript.text.delta', delta: text });
const usage = { type: 'tokens', input_tokens: 33, output_tokens: 4, total_tokens: 37 };
const done = event({ type: 'transcript.text.done', text: 'Grüße, Welt', usage });
const whole = delta('Grüße,') + delta(' Welt') + done;

const model = { meter: 'tokens', inputPrice: 6_000_000, outputPrice: 10_000_000, weight: 1 };

/** Streams chunks through; afterwards the upstream ends, or breaks off. */
async function stream(chunks: Uint8Array[], breaksOff = false) {
  const call = {
    model,
    likely: { tokensIn: 20, tokensOut: 0, units: 0 },
    context: {
      signal: new AbortController().signal,
      settled: Promise.resolve(),
      running: { isCurrent: () => true },
    },
  } as unknown as MediaCall;
  const body = sending(chunks, breaksOff ? new Error('reset') : undefined);
  const answer = { statusCode: 200, headers: {}, body, headersAtMs: 0 };
  const run = answerTranscriptStream(call, answer, 5);
  if ('error' in run) throw run.error;
  const text = await new Response(run.body as BodyInit).text().catch(() => null);
  return { text, outcome: await run.finished };
}

it('a stream cut into pieces at any byte is relayed and charged the same', async () => {
  const bytes = new TextEncoder().encode(whole);
  for (let i = 0; i <= bytes.length; i += 1) {
    const { text, outcome } = await stream(
      [bytes.subarray(0, i), bytes.subarray(i)].filter((b) => b.length > 0),
    );
    expect(text).toBe(whole);
    expect(outcome).toMatchObject({
      outcome: 'ok',
      estimated: false,
      tokensIn: 33,
      tokensOut: 4,
      actual: { tokens: 37, cost: 33 * 6 + 4 * 10 },
    });
  }
});

it('an upstream that breaks off is charged what came of it, flagged, and nothing where nothing came', async () => {
  const bytes = new TextEncoder().encode(delta('Grüße,') + delta(' Welt'));
  const cut = await stream([bytes], true);
  expect(cut.text).toBeNull();
  expect(cut.outcome).toMatchObject({
    outcome: 'upstream_error',
    estimated: true,
    tokensIn: 20,
    tokensOut: countTokens('Grüße, Welt'),
  });
  const silent = await stream([], true);
  expect(silent.outcome).toMatchObject({ outcome: 'upstream_error', actual: { tokens: 0, cost: 0 } });
});

it('a stream that ends without a usage is charged by our own count, flagged', async () => {
  const { outcome } = await stream([
    new TextEncoder().encode(`${delta('Hi')}data: [DONE]\n\ndata: {"no":1}\n\n`),
  ]);
  expect(outcome).toMatchObject({ outcome: 'ok', estimated: true, tokensIn: 20, tokensOut: 1 });
});
