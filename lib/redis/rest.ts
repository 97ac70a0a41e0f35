import { Redis } from '@upstash/redis';
import type { Store } from './port';
import { evaluateOn, withKeyLocking } from './script';

/** The store over Upstash's REST protocol. Commands of one tick travel in one request. */
export function openRestStore(url: string, token: string): Store {
  const options = { url, token, retry: false as const, enableTelemetry: false, enableAutoPipelining: true };
  const redis = new Redis(options);
  // Commands by name answer strings as they are: a stream entry that looks like JSON must not be parsed.
  const raw = new Redis({ ...options, automaticDeserialization: false });
  return {
    kind: 'rest',
    evaluate: (run, keys, args) => evaluateOn(redis, withKeyLocking(run), keys, args),
    pipeline: (commands) =>
      Promise.all(commands.map(([name, ...args]) => raw.exec<unknown>([String(name), ...args]))),
    ratelimitRedis: redis,
    dialect: withKeyLocking,
    async close() {},
  };
}
