import { newId } from '../../ids';
import { script } from '../../redis/script';
import type { Store } from '../../redis/store';
import { type DecisionCommand, decisionCommand } from './decision-command';

/**
 * What is left of a limited request when nothing is decided: what the figures of the benches cannot go above,
 * however fast the rules were.
 */

/** As many headers as a limited answer has, about as long. */
export const HEADERS: Record<string, string> = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`X-Limit-Header-${i}`, `"a limit";r=900${i};t=60`]),
);

/** A script call with a decision's KEYS and ARGV, and nothing in the script. */
export async function emptyCall(store: Store): Promise<() => Promise<unknown>> {
  const { keys, args } = await decisionCommand(store, newId());
  const nothing = script('return 1');
  return () => store.evaluate(nothing, keys, args);
}

/**
 * A script with the commands of that decision and no rule: reads what it reads, writes as many bytes as it
 * writes, answers as long. On keys of its own.
 */
export async function commandsAlone(store: Store, { keys, args }: DecisionCommand): Promise<DecisionCommand> {
  const [reservation = '', key = '', workspace = ''] = keys.slice(3);
  const own = keys.map((name) => `${name}:alone`);
  const copy = 'return redis.call("SET", KEYS[2], redis.call("GET", KEYS[1]))';
  for (const from of [key, workspace]) await store.evaluate(script(copy), [from, `${from}:alone`], []);
  const [bytes] = (await store.pipeline([['STRLEN', reservation]])) as [number];
  const text = `
local call = redis.call
local got, time = call('MGET', unpack(KEYS, 1, 6)), call('TIME')
call('SET', KEYS[5], got[5], 'KEEPTTL')
call('SET', KEYS[6], got[6], 'KEEPTTL')
call('SET', KEYS[4], '${'x'.repeat(bytes)}')
call('ZADD', KEYS[7], time[1], ARGV[3])
return '${'x'.repeat(100)}'`;
  const [sha] = (await store.pipeline([['SCRIPT', 'LOAD', text]])) as [string];
  return { sha, keys: own, args };
}
