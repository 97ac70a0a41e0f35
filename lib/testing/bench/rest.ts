import { startUpstashRest } from '../../demo/upstash-rest';
import { newId } from '../../ids';
import { createEngine } from '../../limits/engine';
import { openRestStore } from '../../redis/rest';
import type { Store } from '../../redis/store';
import { openTcpStore } from '../../redis/tcp';
import { callerWith, decided, ledgerWith } from '../engine';
import { claim, SEVEN_LIMITS } from './decision-command';
import { median } from './lane-process';

/** Seven-limit decisions, each settled, by one process, 50 at a time: over REST, with auto-pipelining, and over TCP. */
const AT_A_TIME = 50;
const SECONDS = 3;
const ROUNDS = 3;
const TOKEN = 'a token for benches alone';

async function perSecond(store: Store): Promise<number> {
  const engine = createEngine({ store, ledger: ledgerWith(store, []) });
  const { caller, facts } = await callerWith(SEVEN_LIMITS);
  const run = async (untilMs: number) => {
    let settled = 0;
    while (performance.now() < untilMs) {
      const { reservation } = decided(await engine.decide({ caller, claim, id: newId(), facts }));
      await engine.settle(reservation, { tokens: 400 }, facts);
      settled++;
    }
    return settled;
  };
  await run(performance.now() + 300);
  const startMs = performance.now();
  const counts = await Promise.all(Array.from({ length: AT_A_TIME }, () => run(startMs + SECONDS * 1000)));
  const seconds = (performance.now() - startMs) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

export async function benchRest(redisUrl: string): Promise<void> {
  const endpoint = await startUpstashRest({ redisUrl, token: TOKEN });
  const [tcp, rest] = [openTcpStore(redisUrl), openRestStore(endpoint.url, TOKEN)];
  const rates: Record<'tcp' | 'rest', number[]> = { tcp: [], rest: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.tcp.push(await perSecond(tcp));
    rates.rest.push(await perSecond(rest));
  }
  const [overTcp, overRest] = [median(rates.tcp), median(rates.rest)];
  console.log(
    `decided and settled: TCP ${Math.round(overTcp)}/s, REST ${Math.round(overRest)}/s (its endpoint in the same process); REST ÷ TCP = ${(overRest / overTcp).toFixed(2)}`,
  );
  await Promise.all([tcp.close(), rest.close()]);
  await endpoint.close();
}
