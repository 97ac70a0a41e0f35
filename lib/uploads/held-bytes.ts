import type { RunContext } from '../admission/work';
import { AppError } from '../errors';

/** Without a Content-Length so much is asked for at a time, where it is there. */
export const STEP_BYTES = 4 << 20;

const storageFull = () =>
  new AppError(
    'storage_full',
    'The storage of this workspace is full, so the upload was ended and nothing of it was stored. Delete files you no longer need, or upgrade.',
  );

/** The bytes that an upload holds of its workspace's storage: nothing is written that is not held. */
export class HeldBytes {
  #used = 0;
  #held: number;

  constructor(private readonly context: Pick<RunContext, 'running' | 'granted'>) {
    this.#held = context.granted ?? 0;
  }

  get used(): number {
    return this.#used;
  }

  /** So many more are about to be written. @throws AppError `storage_full`, or where nobody can hold them now */
  async take(bytes: number): Promise<void> {
    const used = this.#used + bytes;
    if (used > this.#held && !(await this.#grow(Math.max(used, this.#held + STEP_BYTES)))) {
      if (!(await this.#grow(used))) throw storageFull();
    }
    this.#used = used;
  }

  async #grow(toBytes: number): Promise<boolean> {
    const growth = await this.context.running.grow(toBytes);
    if ('error' in growth) throw growth.error;
    if ('refusal' in growth) return false;
    this.#held = growth.granted;
    return true;
  }
}
