import { processState } from '../process-state';

/** Answers of one key and model that are remembered, and how many it takes to believe them. */
const REMEMBERED = 32;
const ENOUGH = 8;
/** Keys and models that are remembered: the ones used last. About 200 bytes each. */
const MAX_KINDS = 10_000;
/** Below it growing costs more than it frees. */
const LEAST = 256;

interface Recent {
  needs: Uint32Array;
  count: number;
}

/** What the streams of each key and model needed to hold, lately. */
export class UsualOutput {
  #kinds = new Map<string, Recent>();

  /** @param need output tokens a choice needed to hold; only of answers that came to their end */
  record(kind: string, need: number): void {
    const recent = this.#kinds.get(kind) ?? { needs: new Uint32Array(REMEMBERED), count: 0 };
    recent.needs[recent.count % REMEMBERED] = need;
    recent.count += 1;
    this.#kinds.delete(kind);
    this.#kinds.set(kind, recent);
    if (this.#kinds.size <= MAX_KINDS) return;
    for (const oldest of this.#kinds.keys()) {
      this.#kinds.delete(oldest);
      break;
    }
  }

  /**
   * What a choice holds at first: what 9 of 10 needed lately, or a quarter of the clamp while too few
   * are known; smaller first holds make many streams cut each other off.
   */
  firstHold(kind: string, clamp: number): number {
    const recent = this.#kinds.get(kind);
    const usual = recent && recent.count >= ENOUGH ? ninthTenth(recent) : Math.ceil(clamp / 4);
    return Math.min(clamp, Math.max(LEAST, usual));
  }
}

/** The least of the values that 9 of 10 do not exceed. */
function ninthTenth({ needs, count }: Recent): number {
  const known = needs.slice(0, Math.min(count, REMEMBERED)).sort();
  return known[Math.ceil(known.length * 0.9) - 1] ?? 0;
}

/** This process's own memory of it: no store is asked for what is only a good guess. */
export const usualOutput = (): UsualOutput => processState('gateway.usual-output', () => new UsualOutput());
