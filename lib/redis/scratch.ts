import { env } from '../env';
import type { RatelimitRedis, Script, Store } from './port';
import { script } from './script';

/** How long a scratch key is kept after its last use: nothing is left for good by a process that died. */
const KEPT_MS = 10 * 60_000;
const BATCH = 500;

/** The same server and scripts with keys of their own. */
export interface ScratchStore extends Store {
  /** Removes these keys, spelled as lib/redis/keys.ts spells them; all of one shard. */
  remove(keys: readonly string[]): Promise<void>;
  /** Removes every key that was used. */
  clear(): Promise<void>;
}

/**
 * A store beside the store, for trying what nobody may notice: `hr:{3}:…` is `hr:NAME:{3}:…` here, in the same
 * slot. Scripts run unchanged, and every key they are given expires by itself some time after its last use.
 * @param name in no other use; letters, digits and hyphens
 */
export function openScratch(inner: Store, name: string): ScratchStore {
  const own = `${env().STORE_PREFIX}:{`;
  const mine = `${env().STORE_PREFIX}:${name}:{`;
  const used = new Set<string>();
  const spell = (key: string): string => {
    if (!key.startsWith(own)) throw new Error(`a scratch store has no key ${key}`);
    const spelled = mine + key.slice(own.length);
    used.add(spelled);
    return spelled;
  };
  const spellAny = (value: string | number) =>
    typeof value === 'string' && value.startsWith(own) ? spell(value) : value;
  const asked = inner.ratelimitRedis;
  const remove = async (keys: readonly string[]) => {
    for (let from = 0; from < keys.length; from += BATCH) {
      const batch = keys.slice(from, from + BATCH);
      if (batch.length > 0) await inner.pipeline([['UNLINK', ...batch]]);
    }
    for (const key of keys) used.delete(key);
  };
  return {
    ...inner,
    evaluate: (run, keys, args) => inner.evaluate(expiring(run), keys.map(spell), args),
    pipeline: (commands) => inner.pipeline(commands.map((command) => command.map(spellAny))),
    ratelimitRedis: {
      evalsha: (sha: string, keys: string[], args: unknown[]) => asked.evalsha(sha, keys.map(spell), args),
      eval: (source: string, keys: string[], args: unknown[]) => asked.eval(source, keys.map(spell), args),
    } as unknown as RatelimitRedis,
    dialect: (run) => inner.dialect(expiring(run)),
    remove: (keys) => remove(keys.map(spell)),
    async clear() {
      const byTag = new Map<string, string[]>();
      for (const key of used) {
        const tag = key.slice(0, key.indexOf('}') + 1);
        const keys = byTag.get(tag) ?? [];
        keys.push(key);
        byTag.set(tag, keys);
      }
      for (const keys of byTag.values()) await remove(keys);
    },
    async close() {},
  };
}

const expirings = new Map<string, Script>();

/** The script, and then an end for every key it was given. */
function expiring(run: Script): Script {
  let made = expirings.get(run.sha);
  if (!made) {
    made = script(`local function work()
${run.source}
end
local answer = work()
for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], ${KEPT_MS}) end
return answer`);
    expirings.set(run.sha, made);
  }
  return made;
}
