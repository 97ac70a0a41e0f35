import fs from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { makeServiceFolder, serviceAccount } from './account';
import { freePort } from './ports';
import { type RunningService, startService, stopLeftover, untilReady } from './process';

export interface RunningRedis extends RunningService {
  url: string;
}

/**
 * Starts redis-server with its data under `folder`, on a free loopback port, with a password. What it
 * acknowledges is on disk within a second (AOF), and it never evicts: a missing counter must mean that.
 */
export async function startRedis(folder: string, password: string, binary: string): Promise<RunningRedis> {
  const data = path.join(folder, 'redis');
  makeServiceFolder(data);
  const pidFile = path.join(data, 'redis.pid');
  const config = path.join(data, 'redis.conf');
  await stopEarlierRedis(folder);
  const port = await freePort();
  const lines = [
    ...['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, `dir "${data}"`],
    ...['appendonly yes', 'appendfsync everysec', 'save ""', 'maxmemory-policy noeviction'],
    // the command line keeps naming our folder, which proves a leftover to be ours
    ...['daemonize no', `pidfile "${pidFile}"`, 'set-proc-title no'],
  ];
  fs.writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const { uid, gid } = serviceAccount;
  if (uid !== undefined && gid !== undefined) fs.chownSync(config, uid, gid);
  const service = {
    name: 'redis-server',
    command: binary,
    args: [config],
    cwd: data,
    logFile: path.join(folder, 'redis.log'),
    account: serviceAccount,
    stopSignal: 'SIGTERM' as const,
    stopMs: 15_000,
  };
  const running = startService(service);
  const url = `redis://:${password}@127.0.0.1:${port}`;
  await untilReady(service, running, () => answers(url));
  return { ...running, url };
}

/** Also false while the AOF is being read (LOADING). */
async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}

/** A killed run leaves its server running. */
export async function stopEarlierRedis(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'redis/redis.pid');
  const config = path.join(folder, 'redis/redis.conf');
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  if (pid > 0) await stopLeftover('redis-server', pid, config, 'SIGTERM');
  fs.rmSync(pidFile, { force: true });
}
