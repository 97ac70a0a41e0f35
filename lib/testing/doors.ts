import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort } from '../demo/services/ports';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 120_000;

/** One built application in a process of its own, entered through the fast lane or through Next alone. */
export interface Door {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const DOORS = {
  lane: () => [`${process.env.NEXT_DIST_DIR || '.next'}/lane/server.mjs`],
  next: (port: number) => ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', `${port}`],
};

/** Starts a door as an operator would. `env` is added to this process's own. @throws Error with its output */
export async function openDoor(kind: keyof typeof DOORS, env: Record<string, string>): Promise<Door> {
  const port = await freePort();
  const child = spawn(process.execPath, DOORS[kind](port), {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      TEST_CLOCK: '',
      HOST: '127.0.0.1',
      PORT: `${port}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  await untilUp(port, child, () => `The ${kind} door did not open:\n${output}`);
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function untilUp(port: number, child: ChildProcess, failure: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await ask(port, { path: '/api/health' }).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop(child);
  throw new Error(failure());
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

export interface Question {
  method?: string;
  /** Sent as it is: no URL parser tidies it up. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answered {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** One raw request. Redirects are not followed. */
export function ask(port: number, { method = 'GET', path, headers = {}, body }: Question): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('error', reject).on('end', () => {
          const fields = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(fields), body: text });
        });
      },
    );
    request.on('error', reject).end(body);
  });
}
