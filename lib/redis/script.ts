import { createHash } from 'node:crypto';
import type { RatelimitRedis, Script } from './port';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** A Lua script and the SHA-1 that the store knows it by. */
export const script = (source: string): Script => ({ source, sha: sha1(source) });

/**
 * On Upstash a script that begins with this line locks only its declared keys, so that scripts on
 * different keys run side by side. Plain Redis refuses the line.
 */
const KEY_LOCKING = '#!lua flags=allow-key-locking\n';
const locking = new Map<string, Script>();

/** The same script for Upstash; made once. */
export const withKeyLocking = (plain: Script): Script => {
  let made = locking.get(plain.sha);
  if (!made) {
    made = script(KEY_LOCKING + plain.source);
    locking.set(plain.sha, made);
  }
  return made;
};

/** A script as plain Redis takes it. */
export const withoutShebang = (source: string): string => source.replace(/^#!lua[^\n]*\n/, '');

/** Scripts on their way to a store that did not know them, by their SHA-1. */
const teaching = new WeakMap<RatelimitRedis, Map<string, Promise<unknown>>>();

/**
 * EVALSHA, then EVAL where the store answers NOSCRIPT (a restart or SCRIPT FLUSH). Nothing else is retried.
 * Of many calls that meet a store without the script one brings its source and the others wait for it: all
 * sources in one pipeline would be more than a REST request may hold.
 */
export async function evaluateOn(
  redis: RatelimitRedis,
  run: Script,
  keys: string[],
  args: (string | number)[],
) {
  const bySha = () => redis.evalsha<(string | number)[], unknown>(run.sha, keys, args);
  const unknown = (error: unknown) => {
    if (!String(error).includes('NOSCRIPT')) throw error;
    return UNKNOWN;
  };
  let answer = await bySha().catch(unknown);
  if (answer !== UNKNOWN) return answer;
  const lessons = teaching.get(redis) ?? new Map<string, Promise<unknown>>();
  teaching.set(redis, lessons);
  const lesson = lessons.get(run.sha);
  if (lesson) {
    await lesson.catch(() => undefined);
    answer = await bySha().catch(unknown);
    // Another node of a cluster does not know it yet.
    if (answer !== UNKNOWN) return answer;
  }
  const taught = redis.eval<(string | number)[], unknown>(run.source, keys, args);
  lessons.set(run.sha, taught);
  return taught.finally(() => lessons.get(run.sha) === taught && lessons.delete(run.sha));
}

const UNKNOWN = Symbol('NOSCRIPT');
