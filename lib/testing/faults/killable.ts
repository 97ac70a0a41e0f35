import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { makeOutsideFolder } from '../../demo/services/account';
import { startPostgres } from '../../demo/services/postgres';
import { startRedis } from '../../demo/services/redis';
import { redisBinary } from '../../demo/services/redis-binary';

/** A server with its data on disk that can be killed and started again. */
export interface Killable {
  /** As it is now: another after each start. */
  url(): string;
  /** SIGKILL, at once. */
  kill(): void;
  /** Once it answers again. */
  start(): Promise<void>;
  /** From now on this is the server; the former one was killed. */
  replaceBy(other: Running): void;
  remove(): Promise<void>;
}

export interface Running {
  pid: number;
  url: string;
  ended: Promise<string>;
  stop(): Promise<void>;
}

function killable(
  start: () => Promise<Running>,
  running: Running,
  beforeStart: (killedMs: number) => void = () => {},
): Killable {
  let killedMs = 0;
  return {
    url: () => running.url,
    kill() {
      killedMs = performance.now();
      for (const pid of [running.pid, ...childrenOf(running.pid)]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it ended by itself meanwhile
        }
      }
    },
    async start() {
      await running.ended;
      beforeStart(killedMs);
      running = await start();
    },
    replaceBy(other) {
      running = other;
    },
    remove: () => running.stop(),
  };
}

/** PostgreSQL's own processes outlive it for a moment, and hold its memory. */
function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

export const newFolder = (): string => makeOutsideFolder(`headroom-test-${process.pid}-`);

export async function killablePostgres(folder: string): Promise<Killable> {
  const password = randomBytes(12).toString('hex');
  const start = () => startPostgres(folder, password);
  return killable(start, await start());
}

export interface KillableRedis extends Killable {
  /** From the next kill on, what was written to the log in its last moments is lost, as in a loss of power. */
  losing: boolean;
  /** What the last loss of power cut off the log. */
  lostBytes: number;
  /** Killed while a replica follows, which takes over. What had not reached it is lost. */
  failOver(): Promise<void>;
}

/** The disk has what is older: `appendfsync everysec` lets up to two seconds go unsaved. */
const UNSAVED_MS = 1000;
const LOOK_MS = 100;

/** redis-server with `appendonly yes` and `appendfsync everysec`. */
export async function killableRedis(folder: string): Promise<KillableRedis> {
  const [password, binary] = [randomBytes(12).toString('hex'), await redisBinary()];
  const start = () => startRedis(folder, password, binary);
  const log = newestLog(path.join(folder, 'redis/appendonlydir'));
  const sizes: { atMs: number; bytes: number }[] = [];
  const losePower = (killedMs: number) => {
    if (!redis.losing) return;
    const saved = sizes.findLast(({ atMs }) => atMs <= killedMs - UNSAVED_MS);
    redis.lostBytes = fs.statSync(log()).size - (saved?.bytes ?? 0);
    fs.truncateSync(log(), saved?.bytes ?? 0);
  };
  const redis: KillableRedis = {
    ...killable(start, await start(), losePower),
    losing: false,
    lostBytes: 0,
    async failOver() {
      const other = path.join(folder, 'replica');
      fs.mkdirSync(other, { mode: 0o711 });
      const replica = await startRedis(other, password, binary);
      const client = new Redis(replica.url);
      const { hostname, port } = new URL(redis.url());
      await client.config('SET', 'masterauth', password);
      await client.replicaof(hostname, Number(port));
      while (!(await client.info('replication')).includes('master_link_status:up')) await sleep(20);
      redis.kill();
      await client.replicaof('NO', 'ONE');
      client.disconnect();
      redis.replaceBy(replica);
    },
  };
  const watch = setInterval(() => {
    if (redis.losing) sizes.push({ atMs: performance.now(), bytes: fs.statSync(log()).size });
  }, LOOK_MS);
  watch.unref();
  const { remove } = redis;
  redis.remove = async () => {
    clearInterval(watch);
    await remove();
  };
  return redis;
}

/** The part of the append-only log that grows. */
const newestLog = (folder: string) => (): string => {
  const [name] = fs
    .readdirSync(folder)
    .filter((entry) => entry.endsWith('.incr.aof'))
    .sort()
    .slice(-1);
  return path.join(folder, name ?? '');
};
