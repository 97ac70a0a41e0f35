import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { db } from '../db/client';
import { rawServer } from '../gateway/gateway.fixture';
import { closeUpstreams } from '../gateway/upstream';
import type { LimitView } from '../plans/schema';
import { type MeteredLane, openMeteredLane } from '../testing/metered-lane';
import { waitForTheStore } from '../testing/patient';
import { figure, scaled } from '../testing/proof';
import { seedAt, type Tenant, tenantOf } from '../testing/shared-upstream';
import {
  chargedFor,
  PLAIN_WIRE,
  REPORTED,
  STREAM_HEAD,
  STREAM_WIRE,
  viewOf,
  writeThen,
} from '../testing/wire';

/**
 * An upstream's answer cut at every byte, over real sockets, the real route, store and ledger: whatever the
 * client saw is what the ledger has, once, and nothing stays held.
 */
type Respond = Parameters<typeof rawServer>[0];
type Cut = (socket: Parameters<Respond>[0], wire: Buffer, at: number) => void;

waitForTheStore();
const SIDE_BY_SIDE = 12;
/** Bytes between two deaths of the upstream; its splits are always at every byte. */
const STEP = scaled(3, 1);
const TIMEOUT = { timeout: 240_000 };
let upstream: Awaited<ReturnType<typeof rawServer>>;
let cut: Cut = () => undefined;
/** Calls that reached the upstream. */
let calls = 0;
let lane: MeteredLane;
let tenant: Tenant;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  upstream = await rawServer((socket, request) => {
    calls += 1;
    socket.setNoDelay();
    const { seed, stream } = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4));
    cut(socket, stream ? STREAM_WIRE : PLAIN_WIRE, seed);
  });
  await seedAt(upstream.baseUrl, 100_000);
  lane = await openMeteredLane();
});
beforeEach(async () => {
  tenant = await tenantOf(3);
  calls = 0;
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await lane.close();
  await closeUpstreams();
  await upstream.close();
});

interface Answered {
  at: number;
  id: string;
  status: number;
  text: string;
}

async function ask(at: number, stream: boolean): Promise<Answered> {
  const response = await fetch(`${lane.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 300,
      seed: at,
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
    }),
  });
  const id = response.headers.get('x-request-id') ?? '';
  return { at, id, status: response.status, text: await response.text() };
}

/** Asks once for an offset in every `step` bytes of the answer, the last included, a few at a time. */
async function askAll(stream: boolean, step = STEP): Promise<Answered[]> {
  const answers: Answered[] = [];
  let next = (stream ? STREAM_WIRE : PLAIN_WIRE).length;
  const worker = async () => {
    while (next >= 0) {
      const at = next;
      next -= step;
      answers.push(await ask(at, stream));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return answers.sort((a, b) => a.at - b.at);
}

/** The ledger's events by request, one each, as there was one call upstream for each. */
async function ledger(answers: readonly Answered[]) {
  await lane.consumer.drained();
  const rows = await db().usageEvent.findMany({ where: { keyId: tenant.keyId } });
  expect(calls).toBe(answers.length);
  expect(rows.map((row) => row.id).sort()).toEqual(answers.map(({ id }) => id).sort());
  return new Map(rows.map((row) => [row.id, row]));
}

async function nothingIsLeft(): Promise<void> {
  const headers = { authorization: `Bearer ${tenant.key}` };
  const response = await fetch(`${lane.url}/v1/quota`, { headers });
  const { data } = (await response.json()) as { data: LimitView[] };
  const running = data.filter(({ window }) => window === 'concurrent');
  expect(running.map(({ used, reserved }) => [used, reserved])).toEqual([[0, 0]]);
  expect(data.map(({ reserved }) => reserved)).toEqual(data.map(() => 0));
  expect(unhandled).toEqual([]);
}

it(
  'a stream that arrives in two pieces, cut at any byte, is the same answer at the same charge',
  TIMEOUT,
  async () => {
    cut = (socket, wire, at) =>
      writeThen(socket, wire.subarray(0, at), () => setTimeout(() => socket.write(wire.subarray(at)), 2));
    const answers = await askAll(true, 1);
    const [first] = answers;
    expect(viewOf(first?.text ?? '')).toMatchObject({ usage: true, done: true, error: null });
    const rows = await ledger(answers);
    for (const { at, id, status, text } of answers) {
      expect([at, status, text]).toEqual([at, 200, first?.text]);
      const row = rows.get(id);
      expect([at, row?.outcome, row?.estimated, Number(row?.tokensIn), Number(row?.tokensOut)]).toEqual([
        at,
        'ok',
        false,
        REPORTED.tokensIn,
        REPORTED.tokensOut,
      ]);
    }
    await nothingIsLeft();
    figure(`streams cut at each of ${answers.length} offsets: answers that differ 0, charges that differ 0`);
  },
);

it.each([
  ['hangs up', (socket) => socket.destroy()],
  ['resets', (socket) => socket.resetAndDestroy()],
] as [string, (socket: Parameters<Cut>[0]) => void][])(
  'an upstream that %s after any byte of a stream: what the client saw is what is charged, once',
  TIMEOUT,
  async (how, die) => {
    cut = (socket, wire, at) => writeThen(socket, wire.subarray(0, at), () => die(socket));
    const answers = await askAll(true);
    const rows = await ledger(answers);
    const seen = { refused: 0, broken: 0, whole: 0 };
    for (const { at, id, status, text } of answers) {
      const row = rows.get(id);
      const charged = [at, row?.outcome, Number(row?.tokensOut), row?.estimated];
      if (status === 502) {
        seen.refused += 1;
        expect(charged.slice(0, 3)).toEqual([at, 'upstream_error', 0]);
        expect(Number(row?.costMicros)).toBe(0);
        continue;
      }
      const view = viewOf(text);
      expect([at, status, view.done, view.error]).toEqual([
        at,
        200,
        view.done,
        view.done ? null : 'upstream_error',
      ]);
      seen[view.done ? 'whole' : 'broken'] += 1;
      const tokens = chargedFor(view);
      const counted = !view.usage && tokens > 0;
      const outcome = view.done ? 'ok' : 'upstream_error';
      expect(charged.slice(0, 3)).toEqual([at, outcome, tokens]);
      if (tokens > 0) expect([at, row?.estimated]).toEqual([at, counted]);
      expect([at, Number(row?.costMicros) > 0]).toEqual([at, tokens > 0]);
    }
    expect(seen.refused).toBeGreaterThanOrEqual(Math.floor(STREAM_HEAD.length / STEP));
    expect(seen.broken).toBeGreaterThan(0);
    if (how === 'hangs up') expect(answers.at(-1)?.status).toBe(200);
    await nothingIsLeft();
    figure(`upstream ${how} at each of ${answers.length} offsets of a stream: charges that differ 0`);
  },
);

it(
  'an upstream that hangs up after any byte of a plain answer is a 502 and costs nothing but the request',
  TIMEOUT,
  async () => {
    cut = (socket, wire, at) => writeThen(socket, wire.subarray(0, at), () => socket.destroy());
    const answers = await askAll(false);
    const rows = await ledger(answers);
    for (const { at, id, status } of answers) {
      const row = rows.get(id);
      const whole = at === PLAIN_WIRE.length;
      expect([at, status, row?.outcome, Number(row?.tokensOut), Number(row?.requests)]).toEqual([
        at,
        whole ? 200 : 502,
        whole ? 'ok' : 'upstream_error',
        whole ? REPORTED.tokensOut : 0,
        1,
      ]);
    }
    await nothingIsLeft();
    figure(`upstream hangs up at each of ${answers.length} offsets of a plain answer: charges that differ 0`);
  },
);
