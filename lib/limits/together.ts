import { reservationKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { StoreTrouble } from '../redis/trouble';
import type { createLimiter, ScriptCall } from './algorithm';
import { keysFor, type PolicyCall } from './call';
import { DECIDE } from './lua/decide';
import { SETTLE } from './lua/settle';
import { TOGETHER } from './lua/together';

/** A decision or a settle, as the scripts want it. */
export interface Asked {
  does: 'decide' | 'settle';
  call: PolicyCall;
  /** The reservation. */
  id: string;
  numbers: string;
  member: string;
  text: string;
}

interface Waiting extends Asked {
  resolve(reply: number[]): void;
  reject(error: unknown): void;
}

/** More would keep others of the store waiting. */
const MOST = 32;

/**
 * Sends what a turn of the event loop asks of a shard as one script call (lua/together.ts): most of what a
 * decision costs is a call, and reading and writing counters that the next one wants too. Whoever is alone
 * waits for nobody.
 */
export class Together {
  #waiting: Waiting[] = [];

  constructor(
    readonly store: Store,
    readonly limiter: ReturnType<typeof createLimiter>,
  ) {}

  ask(asked: Asked): Promise<number[]> {
    return new Promise((resolve, reject) => {
      // After all that this turn reads, so that requests which arrived together are sent together.
      if (this.#waiting.push({ ...asked, resolve, reject }) === 1) setImmediate(() => this.#send());
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const filling = new Map<number, Map<string, Waiting>>();
    const batches: Map<string, Waiting>[] = [];
    for (const one of waiting) {
      let batch = filling.get(one.call.shard);
      // A script judges a reservation once.
      if (!batch || batch.size === MOST || batch.has(one.id)) {
        batch = new Map();
        filling.set(one.call.shard, batch);
        batches.push(batch);
      }
      batch.set(one.id, one);
    }
    for (const batch of batches) void this.#sendBatch([...batch.values()]);
  }

  async #sendBatch(batch: Waiting[]): Promise<void> {
    if (batch.length > 1) {
      try {
        const call = spellTogether(batch);
        const replies = batch.some(({ does }) => does === 'decide')
          ? await this.limiter<number[][]>(call)
          : ((await this.store.evaluate(call.script, call.keys, call.args)) as number[][]);
        for (const [i, one] of batch.entries()) one.resolve(replies[i] ?? []);
        return;
      } catch (error) {
        // What one of them met must not fail the others: nothing was written, so each asks for itself.
        if (error instanceof StoreTrouble) {
          for (const one of batch) one.reject(error);
          return;
        }
      }
    }
    for (const one of batch) this.#sendAlone(one).then(one.resolve, one.reject);
  }

  async #sendAlone({ does, call, id, numbers, member, text }: Waiting): Promise<number[]> {
    if (does === 'decide') {
      return this.limiter({
        script: DECIDE,
        keys: keysFor(call, id),
        args: [numbers, call.numbers, member, text],
      });
    }
    const keys = [reservationKey(call.shard, id), ...call.settleKeys];
    return (await this.store.evaluate(SETTLE, keys, [numbers, member, text])) as number[];
  }
}

function spellTogether(batch: readonly Waiting[]): ScriptCall {
  const places = new Map<PolicyCall, number>();
  const [keys, policies, own, calls]: [string[], string[], string[], string[]] = [[], [], [], []];
  let which = '';
  for (const { does, call, id, numbers, member, text } of batch) {
    let place = places.get(call);
    if (place === undefined) {
      place = places.size + 1;
      places.set(call, place);
      keys.push(...call.keys);
      policies.push(call.numbers);
    }
    which += does === 'decide' ? `,${place}` : `,-${place}`;
    own.push(reservationKey(call.shard, id));
    calls.push(numbers, member, text);
  }
  keys.push(...own);
  return { script: TOGETHER, keys, args: [`[${places.size}${which}]`, ...policies, ...calls] };
}
