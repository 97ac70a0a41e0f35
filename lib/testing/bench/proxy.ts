import fs from 'node:fs';
import autocannon from 'autocannon';
import { db } from '../../db/client';
import { sevenLimitKey } from './doors';
import { bundle, FOLDER, median, ROOM, type Running, start, stop } from './lane-process';
import { steadyLatencies } from './steady';

/**
 * Chat completions through the gateway with seven limits, against a raw undici relay of the same upstream, in
 * one run; and against that relay with two script calls that do nothing (yardstick.ts). The promise: at least 0.6
 * of the relay's throughput, plain and streamed. And what the gateway adds to a request's time at a steady rate.
 */

const CONNECTIONS = 50;
const ROUNDS = 3;
const WARM_UP_S = 3;
const SECONDS = 6;
const FLOOR = 0.6;
const STEADY = { perSecond: 300, seconds: 10 };

interface Target {
  port: number;
  path?: string;
  headers: Record<string, string>;
}

const bodyOf = (stream: boolean): string =>
  JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Say hello' }], stream });

async function answersPerSecond({ port, path = '', headers }: Target, stream: boolean, duration: number) {
  const url = `http://127.0.0.1:${port}${path}/v1/chat/completions`;
  const body = bodyOf(stream);
  const result = await autocannon({ url, connections: CONNECTIONS, duration, method: 'POST', headers, body });
  const { requests, errors, non2xx } = result;
  if (errors > 0 || non2xx > 0) throw new Error(`${non2xx} of the calls were refused, and ${errors} failed`);
  return requests.average;
}

async function throughput(relay: Target, gateway: Target, stream: boolean): Promise<boolean> {
  const undecided = { ...relay, path: '/undecided' };
  const measured: [string, Target, number[]][] = [
    ['raw relay', relay, []],
    ['relay, two empty calls', undecided, []],
    ['gateway, all limits', gateway, []],
  ];
  for (const [, target] of measured) await answersPerSecond(target, stream, WARM_UP_S);
  // In turn, so that a machine that slows down slows all of them; the medians are told.
  for (let round = 0; round < ROUNDS; round++)
    for (const [, target, rates] of measured) rates.push(await answersPerSecond(target, stream, SECONDS));
  const [raw = 0, , ours = 0] = measured.map(([name, , rates]) => {
    const rate = median(rates);
    const kind = stream ? 'streamed' : 'plain';
    const share = (rate / median(measured[0]?.[2] ?? [])).toFixed(2);
    const told = Math.round(rate).toLocaleString('en').padStart(7);
    console.log(`chat ${kind.padEnd(9)} ${name.padEnd(24)} ${told}/s  ${share} × the relay`);
    return rate;
  });
  return ours >= FLOOR * raw;
}

async function addedLatency(relay: Target, gateway: Target, stream: boolean): Promise<void> {
  const body = bodyOf(stream);
  await steadyLatencies({ ...gateway, body }, { ...STEADY, seconds: WARM_UP_S });
  const raw = await steadyLatencies({ ...relay, body }, STEADY);
  const ours = await steadyLatencies({ ...gateway, body }, STEADY);
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  console.log(
    `chat ${(stream ? 'streamed' : 'plain').padEnd(9)} at ${STEADY.perSecond}/s  added p50 ${ms(ours.p50Ms - raw.p50Ms)}, ` +
      `p99 ${ms(ours.p99Ms - raw.p99Ms)}  (relay ${ms(raw.p50Ms)}, ${ms(raw.p99Ms)}; gateway ${ms(ours.p50Ms)}, ${ms(ours.p99Ms)})`,
  );
}

/** Needs the environment of a database and store of its own (lib/testing/bench/bench.ts). */
export async function benchProxy(): Promise<void> {
  const key = await sevenLimitKey();
  const [upstreamPath, relayPath, gatewayPath] = await Promise.all(
    ['proxy-upstream', 'proxy-relay', 'proxy-gateway'].map(bundle),
  );
  const started: Running[] = [];
  const launch = async (...args: (string | undefined)[]) => {
    const running = await start(args.map(String), /port (\d+)/, 0);
    started.push(running);
    return running.port;
  };
  try {
    const upstreamUrl = `http://127.0.0.1:${await launch(upstreamPath)}`;
    await db().upstream.updateMany({ data: { baseUrl: `${upstreamUrl}/v1` } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const relay = { port: await launch(ROOM, relayPath, upstreamUrl), headers };
    const gateway = { port: await launch(ROOM, gatewayPath), headers };
    const enough = [await throughput(relay, gateway, false), await throughput(relay, gateway, true)];
    await addedLatency(relay, gateway, false);
    await addedLatency(relay, gateway, true);
    if (enough.includes(false)) {
      console.error(`the gateway is below ${FLOOR} of a raw relay`);
      process.exitCode = 1; // the benches after it run all the same
    }
  } finally {
    await Promise.all(started.reverse().map(stop));
    fs.rmSync(FOLDER, { recursive: true, force: true });
  }
}
