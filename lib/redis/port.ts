import type { Redis } from '@upstash/redis';

/** What `new Ratelimit({ redis })` asks for; both drivers provide it. */
export type RatelimitRedis = Pick<Redis, 'evalsha' | 'eval' | 'get' | 'set' | 'del' | 'zincrby'>;

/** The narrow port to the store. Two drivers: TCP (ioredis) and REST (@upstash/redis). */
export interface Store {
  kind: 'tcp' | 'rest';
  /** EVALSHA, and EVAL once where the store does not know the script. All keys must be declared. */
  evaluate(script: Script, keys: string[], args: (string | number)[]): Promise<unknown>;
  /** Commands on keys of one shard, sent together; one answer each, in order. Rejects if any fails. */
  pipeline(commands: (string | number)[][]): Promise<unknown[]>;
  ratelimitRedis: RatelimitRedis;
  /** The script as this store wants it; see lib/redis/script.ts. */
  dialect(script: Script): Script;
  /** Gives up a connection that has fallen silent for a new one. Calls under way on it fail. */
  reconnect?(): void;
  /**
   * After a lost connection `look` runs before any other script: the server may have forgotten what it
   * acknowledged. A store without connections never asks for it.
   */
  lookInto?(look: (evaluate: Store['evaluate']) => Promise<void>): void;
  close(): Promise<void>;
}

/** A Lua script and its SHA-1, as EVALSHA wants it (lib/redis/script.ts makes them). */
export interface Script {
  source: string;
  sha: string;
}
