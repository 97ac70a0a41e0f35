import fs from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { makeOutsideFolder } from '../demo/services/account';
import { freePort } from '../demo/services/ports';
import { type RunningService, startService, untilReady } from '../demo/services/process';
import { redisBinary } from '../demo/services/redis-binary';

const NODES = 3;
const SLOTS = 16_384;
const READY_MS = 30_000;

export interface TestCluster {
  /** As REDIS_URL takes it. */
  url: string;
  /** How many keys each node holds. */
  keysByNode(): Promise<number[]>;
  /** Moves the slot of a key to the next node while it is used, as `redis-cli --cluster reshard` does. */
  moveSlotOf(key: string): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis Cluster of three processes on loopback, with their data in a folder that goes with them. */
export async function startCluster(firstPort = 3501): Promise<TestCluster> {
  const folders: string[] = [];
  const binary = await redisBinary();
  const ports: number[] = [];
  const services: RunningService[] = [];
  for (let node = 0; node < NODES; node++) {
    const port = await freePort(firstPort + node);
    ports.push(port);
    const folder = makeOutsideFolder(`headroom-test-${process.pid}-node${node}-`);
    folders.push(folder);
    services.push(await startNode(binary, folder, port));
  }
  const nodes = ports.map((port) => new Redis(port, '127.0.0.1', { protocol: 2 }));
  await join(nodes, ports);
  return {
    url: ports.map((port) => `redis://127.0.0.1:${port}`).join(','),
    keysByNode: () => Promise.all(nodes.map((node) => node.dbsize())),
    moveSlotOf: (key) => moveSlot(nodes, ports, key),
    async stop() {
      for (const node of nodes) node.disconnect();
      await Promise.all(services.map((service) => service.stop()));
      for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As lib/demo/services/redis.ts lays its folder out, so that what a killed run leaves is found and stopped. */
async function startNode(binary: string, folder: string, port: number): Promise<RunningService> {
  const data = path.join(folder, 'redis');
  const config = path.join(data, 'redis.conf');
  fs.mkdirSync(data);
  const lines = [
    ...['bind 127.0.0.1', `port ${port}`, `dir "${data}"`, 'daemonize no', 'set-proc-title no'],
    ...['cluster-enabled yes', 'cluster-node-timeout 5000', `pidfile "${path.join(data, 'redis.pid')}"`],
    // By default the bus listens 10,000 above the port, where another program may be.
    `cluster-port ${await freePort()}`,
    ...['appendonly yes', 'save ""', 'maxmemory-policy noeviction'],
  ];
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  const service = {
    name: 'redis-server',
    command: binary,
    args: [config],
    cwd: data,
    logFile: path.join(folder, 'redis.log'),
    stopSignal: 'SIGTERM' as const,
    stopMs: 10_000,
  };
  const running = startService(service);
  await untilReady(service, running, async () => (await ask(port, 'PING')) === 'PONG');
  return running;
}

async function ask(port: number, command: string): Promise<unknown> {
  const redis = new Redis(port, '127.0.0.1', { protocol: 2, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await redis.call(command);
  } finally {
    redis.disconnect();
  }
}

/** Shares the slots out, introduces the nodes to each other, and waits until all of them agree. */
async function join(nodes: Redis[], ports: number[]): Promise<void> {
  const each = Math.ceil(SLOTS / NODES);
  for (const [i, node] of nodes.entries()) {
    await node.call('CLUSTER', 'SET-CONFIG-EPOCH', `${i + 1}`);
    await node.call('CLUSTER', 'ADDSLOTSRANGE', `${i * each}`, `${Math.min(SLOTS, (i + 1) * each) - 1}`);
  }
  for (const [i, port] of ports.entries()) {
    if (i === 0) continue;
    const [, bus] = /@(\d+)/.exec(String(await nodes[i]?.call('CLUSTER', 'NODES'))) ?? [];
    await nodes[0]?.call('CLUSTER', 'MEET', '127.0.0.1', `${port}`, bus ?? '');
  }
  const until = performance.now() + READY_MS;
  const agreed = async (node: Redis) => {
    const info = String(await node.call('CLUSTER', 'INFO'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
  };
  while (!(await Promise.all(nodes.map(agreed))).every(Boolean)) {
    if (performance.now() > until) throw new Error('the nodes did not become a cluster');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function moveSlot(nodes: Redis[], ports: number[], key: string): Promise<void> {
  const ids = await Promise.all(nodes.map((node) => node.call('CLUSTER', 'MYID') as Promise<string>));
  const slot = `${await nodes[0]?.call('CLUSTER', 'KEYSLOT', key)}`;
  const owns = async (node: Redis) => (await node.call('CLUSTER', 'COUNTKEYSINSLOT', slot)) !== 0;
  const from = (await Promise.all(nodes.map(owns))).indexOf(true);
  const to = (from + 1) % NODES;
  const [source, target] = [nodes[from], nodes[to]];
  if (!source || !target) throw new Error(`no node has a key in the slot of ${key}`);
  const set = (node: Redis, state: string, id = '') => node.call('CLUSTER', 'SETSLOT', slot, state, id);
  await set(target, 'IMPORTING', ids[from]);
  await set(source, 'MIGRATING', ids[to]);
  for (;;) {
    const keys = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, '10')) as string[];
    if (keys.length === 0) break;
    await source.call('MIGRATE', '127.0.0.1', `${ports[to]}`, '', '0', '5000', 'KEYS', ...keys);
  }
  for (const node of [target, source, ...nodes]) await set(node, 'NODE', ids[to]);
}
