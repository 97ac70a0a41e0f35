import { execFileSync } from 'node:child_process';
import { Ratelimit } from '@upstash/ratelimit';
import type { Claim } from '../../limits/decision';
import { createEngine } from '../../limits/engine';
import type { Limit } from '../../plans/limit';
import { withoutShebang } from '../../redis/script';
import type { Store } from '../../redis/store';
import { openTcpStore } from '../../redis/tcp';
import { callerWith, decided, ledgerWith } from '../engine';
import { median } from './lane-process';

/**
 * The store alone, driven by redis-benchmark (50 connections, one command a round trip): a seven-limit
 * decision with a lease, against one limit of @upstash/ratelimit's sliding window.
 */

const CALLS = 20_000;
const ROUNDS = 3;
/** redis-benchmark replaces it by twelve random digits: every decision has an id of its own. */
const ID = '__rand_int__';

const limit = (over: Partial<Limit>): Limit => ({
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: { kind: 'rolling', windowMs: 60_000 },
  capacity: 9_000_000_000_000,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
  ...over,
});

/** Requests and tokens a minute, tokens a day, a budget, requests a day and a month, and concurrency. */
export const SEVEN_LIMITS: Limit[] = [
  limit({}),
  limit({ metric: 'tokens' }),
  limit({ metric: 'tokens', window: { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 } }),
  limit({ metric: 'cost', window: { kind: 'lifetime' } }),
  limit({ scope: 'workspace', window: { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 } }),
  limit({ scope: 'workspace', window: { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 } }),
  limit({ scope: 'workspace', window: { kind: 'concurrent' } }),
];

/** What a chat call claims. */
export const claim: Claim = {
  resource: 'chat',
  amounts: {
    requests: { base: 1 },
    tokens: { base: 374, per: 1 },
    cost: { base: 374 * 150_000, per: 600_000, divisor: 1_000_000 },
  },
  units: { minimum: 1, wish: 1000 },
};

/** Calls a second of one command, as redis-benchmark counts them. */
function perSecond(redisUrl: string, command: (string | number)[], connections: number, pipeline: number) {
  const { port, password } = new URL(redisUrl);
  const shape = ['-c', `${connections}`, '-n', `${CALLS}`, '-P', `${pipeline}`, '-r', '1000000000', '--csv'];
  const args = ['-p', port, ...(password ? ['-a', password] : []), ...shape, ...command.map(String)];
  const csv = execFileSync('redis-benchmark', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = csv.trim().split('\n').at(-1) ?? '';
  return Number(/"([\d.]+)","[\d.]+","[\d.]+","[\d.]+","[\d.]+","[\d.]+","[\d.]+"$/.exec(line)?.[1]);
}

async function upstashScript(): Promise<string> {
  let source = '';
  const redis = {
    evalsha: () => Promise.reject(new Error('NOSCRIPT')),
    eval: async (script: string) => {
      source = script;
      return [1, 1];
    },
    get: async () => null,
    set: async () => null,
  };
  const limiter = Ratelimit.slidingWindow(9_000_000, '60 s');
  const ratelimit = new Ratelimit({ redis: redis as never, limiter, ephemeralCache: false, timeout: 0 });
  await ratelimit.limit('x');
  return withoutShebang(source);
}

/** The command that a decision sends, as the engine spells it. */
async function decisionCommand(store: Store): Promise<(string | number)[]> {
  const { caller, facts } = await callerWith(SEVEN_LIMITS);
  const sent: (string | number)[][] = [];
  const recording: Store = {
    ...store,
    ratelimitRedis: {
      ...store.ratelimitRedis,
      evalsha: (async (sha: string, keys: string[], args: (string | number)[]) => {
        sent.push(['EVALSHA', sha, keys.length, ...keys, ...args]);
        return store.ratelimitRedis.evalsha(sha, keys, args);
      }) as Store['ratelimitRedis']['evalsha'],
    },
  };
  const engine = createEngine({ store: recording, ledger: ledgerWith(store, []) });
  decided(await engine.decide({ caller, claim, id: ID, facts }));
  return sent.at(-1) ?? [];
}

export async function benchScript(redisUrl: string): Promise<void> {
  const store = openTcpStore(redisUrl);
  const [theirs] = await store.pipeline([['SCRIPT', 'LOAD', await upstashScript()]]);
  const minute = Math.floor(Date.now() / 60_000);
  const commands = {
    incr: ['INCR', 'bench:incr'],
    upstash: [
      'EVALSHA',
      String(theirs),
      3,
      `bench:u:${minute}`,
      `bench:u:${minute - 1}`,
      '',
      9_000_000,
      Date.now(),
      60_000,
      1,
    ],
    decision: await decisionCommand(store),
  };
  const shapes = [
    { connections: 50, pipeline: 1 },
    { connections: 1, pipeline: 1 },
    { connections: 50, pipeline: 16 },
  ];
  for (const { connections, pipeline } of shapes) {
    const rates = { incr: [] as number[], upstash: [] as number[], decision: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of ['incr', 'upstash', 'decision'] as const)
        rates[name].push(perSecond(redisUrl, commands[name], connections, pipeline));
    }
    const [incr, upstash, decision] = [rates.incr, rates.upstash, rates.decision].map(median);
    console.log(
      `store alone, ${connections} connections, ${pipeline} command a round trip: INCR ${incr}/s, Upstash's one-limit ` +
        `sliding window ${upstash}/s, seven-limit decision ${decision}/s; decision ÷ Upstash = ${((decision ?? 0) / (upstash ?? 1)).toFixed(2)}`,
    );
  }
  await store.close();
}
