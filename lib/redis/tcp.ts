import { Cluster, Redis } from 'ioredis';
import { batched } from './batch';
import { Doubt } from './doubt';
import type { RatelimitRedis, Store } from './port';
import { evaluateOn, script, withoutShebang } from './script';

/** @param url one `redis://` or `rediss://` URL, or several separated by commas for a Redis Cluster. */
export function openTcpStore(url: string): Store {
  const client = connect(url);
  // Without a listener a lost connection would end the process; calls fail on their own.
  client.on('error', () => {});
  const doubt = new Doubt();
  for (const event of client instanceof Cluster ? ['-node', '+node'] : ['close']) {
    client.on(event, () => doubt.raise());
  }
  const asked = overTcp(client);
  const ratelimitRedis = overTcp(client, doubt);
  return {
    kind: 'tcp',
    evaluate: (run, keys, args) => evaluateOn(ratelimitRedis, run, keys, args),
    async pipeline(commands) {
      const answers = await Promise.all(
        commands.map(([name, ...args]) => client.call(String(name), ...args)),
      );
      return answers;
    },
    ratelimitRedis,
    dialect: (run) => run,
    reconnect: () => client.disconnect(true),
    lookInto: (look) => doubt.resolveBy(() => look((run, keys, args) => evaluateOn(asked, run, keys, args))),
    async close() {
      client.disconnect();
    },
  };
}

function connect(url: string): Redis | Cluster {
  // No retries of commands: a lost reply must not be sent twice without the engine knowing.
  const options = {
    protocol: 2 as const,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
  };
  const nodes = url.split(',').map((node) => node.trim());
  if (nodes.length === 1) return new Redis(url, options);
  return new Cluster(nodes, { redisOptions: options });
}

/** What @upstash/ratelimit asks of its `redis`, on ioredis. Scripts wait while there is a doubt. */
function overTcp(client: Redis | Cluster, doubt?: Doubt): RatelimitRedis {
  const shas = new Map<string, string>();
  const batch = batched(client);
  const parse = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(parse);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  };
  const adapter = {
    evalsha: async (sha: string, keys: string[], args: (string | number)[]) => {
      if (doubt?.stands) await doubt.resolved();
      batch();
      return parse(await client.evalsha(shas.get(sha) ?? sha, keys.length, ...keys, ...args));
    },
    eval: async (source: string, keys: string[], args: (string | number)[]) => {
      if (doubt?.stands) await doubt.resolved();
      // The library's own scripts begin with a line that only Upstash understands.
      const plain = withoutShebang(source);
      if (plain !== source) shas.set(script(source).sha, script(plain).sha);
      return parse(await client.eval(plain, keys.length, ...keys, ...args));
    },
    get: async (key: string) => parse(await client.get(key)),
    set: (key: string, value: unknown) =>
      client.set(key, typeof value === 'string' ? value : JSON.stringify(value)),
    del: (...keys: string[]) => client.del(...keys),
    zincrby: async (key: string, by: number, member: string) => Number(await client.zincrby(key, by, member)),
  };
  return adapter as unknown as RatelimitRedis;
}
