import { Deadline } from '../redis/deadline';
import { epochKey, instancesKey, shardCount } from '../redis/keys';
import { store } from '../redis/store';
import type { StoreView } from './schema';

/** A store that hangs is shown as such, not waited for. */
const PATIENCE_MS = 2000;

/** How the counter store is, asked now. Never rejects. */
export async function storeHealth(): Promise<StoreView> {
  const [driver, shards] = [store().kind, shardCount()];
  const nothing: StoreView = {
    state: 'unreachable',
    driver,
    version: null,
    latency_ms: null,
    up_seconds: null,
    memory_bytes: null,
    memory_limit_bytes: null,
    policy: null,
    persistence: null,
    connections: null,
    commands_per_second: null,
    shards,
    epochs: null,
    announced: null,
  };
  const deadline = new Deadline(PATIENCE_MS);
  const ask = (commands: (string | number)[][]) => deadline.within(store().pipeline(commands));
  try {
    const startedMs = performance.now();
    await ask([['PING']]);
    const latencyMs = performance.now() - startedMs;
    // A service without INFO tells the rest all the same.
    const [info, epochs, announced] = await Promise.all([
      ask([['INFO']]).then(
        ([text]) => readInfo(String(text ?? '')),
        () => new Map<string, string>(),
      ),
      Promise.all(Array.from({ length: shards }, (_, shard) => ask([['EXISTS', epochKey(shard)]]))),
      ask([['ZCARD', instancesKey()]]),
    ]);
    const number = (field: string) => (info.has(field) ? Number(info.get(field)) : null);
    return {
      ...nothing,
      state: 'ok',
      latency_ms: round(latencyMs),
      version: info.get('redis_version') ?? null,
      up_seconds: number('uptime_in_seconds'),
      memory_bytes: number('used_memory'),
      memory_limit_bytes: number('maxmemory'),
      policy: info.get('maxmemory_policy') ?? null,
      persistence: persistenceIn(info),
      connections: number('connected_clients'),
      commands_per_second: number('instantaneous_ops_per_sec'),
      epochs: epochs.filter(([stands]) => Number(stands) === 1).length,
      announced: Number(announced[0] ?? 0),
    };
  } catch {
    return nothing;
  }
}

/** Milliseconds as a page shows them: to the hundredth. */
export const round = (ms: number): number => Math.round(ms * 100) / 100;

function readInfo(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 && !line.startsWith('#') ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
}

function persistenceIn(info: ReadonlyMap<string, string>): StoreView['persistence'] {
  if (info.get('aof_enabled') === '1') return 'aof';
  if (!info.has('aof_enabled')) return null;
  return Number(info.get('rdb_last_save_time') ?? 0) > 0 && info.get('rdb_saves') !== '0' ? 'rdb' : 'none';
}
