import type { RatelimitConfig } from '@upstash/ratelimit';

/** A Lua script and its SHA-1, as EVALSHA wants it. */
export interface Script {
  source: string;
  sha: string;
}

/** The narrow port to the store. Two drivers: TCP (ioredis) and REST (@upstash/redis). */
export interface Store {
  kind: 'tcp' | 'rest';
  evaluate(script: Script, keys: string[], args: (string | number)[]): Promise<unknown>;
  /** Commands on keys of one shard, sent together; one answer each, in order. */
  pipeline(commands: (string | number)[][]): Promise<unknown[]>;
  /** What `new Ratelimit({ redis })` asks for. */
  ratelimitRedis: RatelimitConfig['redis'];
  close(): Promise<void>;
}
