import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';

/** What a soak sends: everything that clients do, the rude part of it too. */

export interface SoakKeys {
  good: string;
  /** Its minute has one request. */
  spent: string;
}

interface Call {
  url: string;
  keys: SoakKeys;
  agent: Agent;
  /** Of the whole run, from 0. */
  turn: number;
}

const chat = ({ url, agent }: Call, key: string, body: object, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'demo-tokens-20',
      max_tokens: 20,
      messages: [{ role: 'user', content: 'x' }],
      ...body,
    }),
    dispatcher: agent,
    ...(signal && { signal }),
  });

const get = async ({ url, agent, keys }: Call, path: string): Promise<void> => {
  const headers = { authorization: `Bearer ${keys.good}` };
  await (await fetch(`${url}${path}`, { headers, dispatcher: agent })).arrayBuffer();
};

/** Leaves after so many milliseconds, wherever the answer is then. */
const leaving = async (call: Call, body: object, afterMs: number): Promise<void> => {
  const left = new AbortController();
  const timer = setTimeout(() => left.abort(), afterMs);
  await chat(call, call.keys.good, body, left.signal)
    .then((response) => response.arrayBuffer())
    .catch(() => undefined);
  clearTimeout(timer);
};

const read = async (answer: Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>): Promise<void> => {
  await (await answer).arrayBuffer();
};

const KINDS: readonly ((call: Call) => Promise<void>)[] = [
  (call) => read(chat(call, call.keys.good, {})),
  (call) => read(chat(call, call.keys.good, { stream: true })),
  (call) => leaving(call, { stream: true, model: 'demo-slow' }, 5),
  (call) => leaving(call, { stream: true, model: 'demo-slow' }, 60),
  (call) => leaving(call, { model: 'demo-slow' }, 20),
  (call) => read(chat(call, call.keys.spent, {})),
  (call) => read(chat(call, 'hr_live_nobody', {})),
  (call) => read(chat(call, call.keys.good, { model: 'none' })),
  (call) => read(chat(call, call.keys.good, { model: 'demo-error-500' })),
  (call) => read(chat(call, call.keys.good, { model: 'demo-cut', stream: true })).catch(() => undefined),
  (call) => get(call, '/v1/quota'),
  (call) => get(call, '/v1/usage'),
  (call) => get(call, '/v1/nothing'),
];

/** Sends by so many workers until the time is over; connections and calls have ended when it resolves. @returns calls */
export async function traffic(url: string, keys: SoakKeys, workers: number, forMs: number): Promise<number> {
  const agent = new Agent({ connections: workers });
  const until = performance.now() + forMs;
  let turn = 0;
  const worker = async () => {
    while (performance.now() < until) {
      const call = { url, keys, agent, turn: turn++ };
      await KINDS[call.turn % KINDS.length]?.(call);
      await sleep(1);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  await agent.destroy();
  return turn;
}
