import { execFileSync } from 'node:child_process';
import { Ratelimit } from '@upstash/ratelimit';
import { withoutShebang } from '../../redis/script';
import { openTcpStore } from '../../redis/tcp';
import { type DecisionCommand, decisionCommand } from './decision-command';
import { median } from './lane-process';
import { commandsAlone } from './yardstick';

/**
 * The store alone, driven by redis-benchmark (50 connections, one command a round trip): a seven-limit
 * decision with a lease, against one limit of @upstash/ratelimit's sliding window. Between them the decision's own
 * commands with no rule, which no script of ours could pass.
 */

const CALLS = 20_000;
const ROUNDS = 3;
/** redis-benchmark replaces it by twelve random digits: every decision has an id of its own. */
const ID = '__rand_int__';

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

/** Of two runs redis-benchmark may draw the same digits, and deciding again with an id costs little. */
const withIdsOf = (run: string, command: (string | number)[]) =>
  command.map((part) => String(part).replaceAll(ID, `${run}-${ID}`));

const evalsha = ({ sha, keys, args }: DecisionCommand) => ['EVALSHA', sha, keys.length, ...keys, ...args];

export async function benchScript(redisUrl: string): Promise<void> {
  const store = openTcpStore(redisUrl);
  const [theirs] = await store.pipeline([['SCRIPT', 'LOAD', await upstashScript()]]);
  const minute = Math.floor(Date.now() / 60_000);
  const decision = await decisionCommand(store, ID);
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
    alone: evalsha(await commandsAlone(store, decision)),
    decision: evalsha(decision),
  };
  const shapes = [
    { connections: 50, pipeline: 1 },
    { connections: 1, pipeline: 1 },
    { connections: 50, pipeline: 16 },
  ];
  for (const { connections, pipeline } of shapes) {
    const names = ['incr', 'upstash', 'alone', 'decision'] as const;
    const rates = {
      incr: [] as number[],
      upstash: [] as number[],
      alone: [] as number[],
      decision: [] as number[],
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of names) {
        const command = withIdsOf(`${connections}-${pipeline}-${round}`, commands[name]);
        rates[name].push(perSecond(redisUrl, command, connections, pipeline));
      }
    }
    const [incr, upstash = 0, alone = 0, ours = 0] = names.map((name) => median(rates[name]));
    const share = (rate: number) => (rate / upstash).toFixed(2);
    console.log(
      `store alone, ${connections} connections, ${pipeline} command a round trip: INCR ${incr}/s, Upstash's one-limit ` +
        `sliding window ${upstash}/s, a decision's commands with no rule ${alone}/s, seven-limit decision ${ours}/s; ` +
        `÷ Upstash = ${share(alone)} and ${share(ours)}`,
    );
  }
  await store.close();
}
