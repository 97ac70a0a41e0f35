import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import autocannon from 'autocannon';
import { bundleProgram, ROOT } from '../bundle';

/** What the benches of the lane share: a server in a process of its own, and the load on it. */
export const FOLDER = path.join(ROOT, '.headroom/bench');
/** As `npm start` has it. */
export const ROOM = '--max-semi-space-size=32';
const CONNECTIONS = 50;
const WARM_UP_S = 2;
const SECONDS = 6;

/** Bundles the lane of the benches (lane.ts). @returns its path */
export const buildLane = (): Promise<string> => bundle('lane');

/** Bundles a program of this folder. @returns its path */
export async function bundle(name: string): Promise<string> {
  const outfile = path.join(FOLDER, `${name}.mjs`);
  await bundleProgram(`lib/testing/bench/${name}.ts`, outfile);
  return outfile;
}

export const production = () => ({
  ...process.env,
  NODE_ENV: 'production' as const,
  TEST_CLOCK: '',
  NEXT_TELEMETRY_DISABLED: '1',
});

export interface Running {
  child: ChildProcess;
  port: number;
}

/** Starts a server and waits until it says that it is ready. */
export function start(args: string[], ready: RegExp, port: number): Promise<Running> {
  const child = spawn(process.execPath, args, { env: production(), stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
      const match = ready.exec(output);
      if (match) resolve({ child, port: Number(match[1] ?? port) });
    });
    child.once('exit', () => reject(new Error(`the server of the bench ended:\n${output}`)));
  });
}

export async function stop({ child }: Running): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/**
 * Chat calls by one key, 50 at a time, for seconds.
 * @returns how many a second were answered with `status`
 * @throws where calls were answered otherwise, save so many
 */
export async function requestsPerSecond(
  port: number,
  route: string,
  key: string,
  status: number,
  others = 0,
): Promise<number> {
  const load = (duration: number) =>
    autocannon({
      url: `http://127.0.0.1:${port}/api/bench/${route}`,
      connections: CONNECTIONS,
      duration,
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'Say hello' }] }),
    });
  await load(WARM_UP_S);
  const { requests, errors, statusCodeStats = {} } = await load(SECONDS);
  const answered = statusCodeStats[`${status}`]?.count ?? 0;
  const answers = Object.values(statusCodeStats).reduce((sum, { count = 0 }) => sum + count, 0);
  if (answered === 0 || answers - answered > others || errors > 0) {
    throw new Error(
      `${route}: ${answers - answered} of ${answers} were not a ${status}, and ${errors} failed`,
    );
  }
  return requests.average;
}

export const median = (rates: number[]): number =>
  rates.sort((x, y) => x - y)[Math.floor(rates.length / 2)] ?? 0;
