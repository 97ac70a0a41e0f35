import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TestServers } from '../servers';
import type { Tried, Tries } from './worker';

const WORKER = path.join(import.meta.dirname, 'worker.ts');

type Driver = 'tcp' | 'rest';

export interface Pool {
  /** All processes at the same time, each with its own task. @throws Error what a process failed with */
  each(task: (driver: Driver) => Tries): Promise<Tried[]>;
  stop(): Promise<void>;
}

/** So many processes with engines of their own on this file's store: one half over TCP, the other over REST. */
export async function openPool(processes: number, servers: TestServers): Promise<Pool> {
  const rest = {
    REDIS_URL: '',
    UPSTASH_REDIS_REST_URL: servers.restUrl,
    UPSTASH_REDIS_REST_TOKEN: servers.restToken,
  };
  const children = Array.from({ length: processes }, (_, index) =>
    fork(WORKER, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, NODE_OPTIONS: '', ...(driverOf(index) === 'rest' && rest) },
    }),
  );
  await Promise.all(children.map(answer));
  return {
    each: (task) =>
      Promise.all(
        children.map((child, index) => {
          const tried = answer(child);
          child.send(task(driverOf(index)));
          return tried as Promise<Tried>;
        }),
      ),
    async stop() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null) return;
          const exited = once(child, 'exit');
          child.kill('SIGTERM');
          await exited;
        }),
      );
    },
  };
}

const driverOf = (index: number): Driver => (index % 2 ? 'rest' : 'tcp');

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the pool ended (${code})`));
    child.once('exit', ended);
    child.once('message', (message: unknown) => {
      child.off('exit', ended);
      if (typeof message === 'object' && message && 'failed' in message)
        reject(new Error(String(message.failed)));
      else resolve(message);
    });
  });
}
