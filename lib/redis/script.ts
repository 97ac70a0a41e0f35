import { createHash } from 'node:crypto';
import type { RatelimitRedis, Script } from './port';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

export const script = (source: string): Script => ({ source, sha: sha1(source) });

/**
 * On Upstash a script that begins with this line locks only its declared keys, so that scripts on
 * different keys run side by side. Plain Redis refuses the line.
 */
const KEY_LOCKING = '#!lua flags=allow-key-locking\n';
const locking = new Map<string, Script>();

export const withKeyLocking = (plain: Script): Script => {
  let made = locking.get(plain.sha);
  if (!made) {
    made = script(KEY_LOCKING + plain.source);
    locking.set(plain.sha, made);
  }
  return made;
};

export const withoutShebang = (source: string): string => source.replace(/^#!lua[^\n]*\n/, '');

/** EVALSHA, then EVAL where the store answers NOSCRIPT (a restart or SCRIPT FLUSH). Nothing else is retried. */
export async function evaluateOn(
  redis: RatelimitRedis,
  run: Script,
  keys: string[],
  args: (string | number)[],
) {
  try {
    return await redis.evalsha<(string | number)[], unknown>(run.sha, keys, args);
  } catch (error) {
    if (!String(error).includes('NOSCRIPT')) throw error;
    return redis.eval<(string | number)[], unknown>(run.source, keys, args);
  }
}
