import type { Growth } from '../admission/work';
import type { HeldPiece, Hold } from './hold';

/** A hold that asks for more by itself, one question at a time (hold.ts says when and how much). */
export class GrowingHold {
  #asking: Promise<Growth> | null = null;

  constructor(
    readonly hold: Hold,
    readonly grow: (toUnits: number) => Promise<Growth>,
  ) {}

  /** Takes a piece that is covered. If not, nothing has changed: see `wait`. */
  take(piece: HeldPiece): boolean {
    if (!this.hold.covers(piece)) return false;
    this.hold.relay(piece);
    this.#askAhead();
    return true;
  }

  /** Grows until a piece is covered. @returns why it cannot be, or null */
  async wait(piece: HeldPiece): Promise<Exclude<Growth, { granted: number }> | null> {
    await this.#asking;
    let last: Growth | null = null;
    while (!this.hold.covers(piece)) {
      for (const toUnits of this.hold.wishesFor(piece)) {
        last = await this.#ask(toUnits);
        if ('granted' in last || 'error' in last) break;
      }
      if (last && !('granted' in last)) return last;
    }
    return null;
  }

  /** A renewal went through: a growth that was refused may fit now. */
  askAgain(): void {
    this.hold.askAgain();
    this.#askAhead();
  }

  /** Asks while there is still something to relay, so that the stream need not wait. */
  #askAhead(): void {
    const toUnits = this.#asking ? null : this.hold.wish();
    if (toUnits !== null) void this.#ask(toUnits);
  }

  async #ask(toUnits: number): Promise<Growth> {
    this.#asking = this.grow(toUnits);
    const growth = await this.#asking;
    this.#asking = null;
    if ('granted' in growth) this.hold.grown(growth.granted);
    else this.hold.notGrown();
    return growth;
  }
}
