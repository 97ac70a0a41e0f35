import { admit } from '../../admission/admit';
import type { Work } from '../../admission/work';

/**
 * The work that the benches of the doors measure, with and without limits: reads a JSON body, claims
 * what a chat call claims, answers at once. Only the benches load this file.
 */
export const ANSWER = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hello' } }] });
const TOKENS = { input: 40, output: 20, wish: 200 };
const PRICE = { input: 150_000, output: 600_000 };

const work: Work<{ model: string }> = {
  resource: 'chat',
  read: (request) => request.json() as Promise<{ model: string }>,
  prepare: async ({ model }) => ({
    claim: {
      resource: 'chat',
      amounts: {
        requests: { base: 1 },
        tokens: { base: TOKENS.input, per: 1 },
        cost: { base: TOKENS.input * PRICE.input, per: PRICE.output, divisor: 1_000_000 },
      },
      units: { minimum: 1, wish: TOKENS.wish },
    },
    model,
    priceVersion: 1,
    streamed: false,
    run: async () => ({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: ANSWER,
      finished: Promise.resolve({
        outcome: 'ok' as const,
        tokensIn: TOKENS.input,
        tokensOut: TOKENS.output,
        estimated: false,
        firstByteMs: null,
        actual: { tokens: TOKENS.input + TOKENS.output, cost: 18 },
      }),
    }),
  }),
};

/** The way of a request, all of it: key, policy, one decision, run, settle, headers. */
export const limited = (request: Request): Promise<Response> => admit(request, work);

/** The same work for anybody. */
export async function unlimited(request: Request): Promise<Response> {
  await work.read(request);
  return new Response(ANSWER, { headers: { 'Content-Type': 'application/json' } });
}
