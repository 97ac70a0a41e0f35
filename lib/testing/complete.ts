import { expect } from 'vitest';
import { POST as chat } from '../../app/api/v1/chat/completions/route';
import { asHolder } from './tenant-with-key';

/**
 * A chat completion by a key's holder, read to its end.
 * @param leave streams from a model that stalls until the client leaves: the answer is not read
 */
export async function complete(key: string, leave?: AbortSignal, model = 'gpt-4o-mini'): Promise<Response> {
  const body = JSON.stringify({
    model: leave ? 'demo-stall' : model,
    max_tokens: 20,
    ...(leave && { stream: true }),
    messages: [{ role: 'user', content: 'hi' }],
  });
  const response = await chat(
    asHolder(key, '/v1/chat/completions', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      ...(leave && { signal: leave }),
    }),
  );
  // A machine that is busy may not have the store's answer in time.
  if (response.status === 503) return complete(key, leave, model);
  expect(response.status).toBe(200);
  if (!leave) await response.text();
  return response;
}
