import type { Growth } from '../admission/work';
import type { HeldPiece, Hold } from './hold';

type NoGrowth = Exclude<Growth, { granted: number }>;

/** For 12 s: a store that fails over, or is rebuilt, is back by then. The client waits as for a slow model. */
const TRIES = 25;
const PAUSE_MS = 500;

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

  /**
   * Grows until a piece is covered. Where nobody answers it asks again for some seconds.
   * @param isOver whether the stream has ended meanwhile
   * @returns why it cannot be covered, or null
   */
  async wait(piece: HeldPiece, isOver: () => boolean): Promise<NoGrowth | null> {
    await this.#asking;
    for (let tries = 1; !this.hold.covers(piece) && !isOver(); ) {
      const why = await this.#askFor(piece);
      if (why === null) continue;
      if ('refusal' in why || tries++ === TRIES) return why;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return null;
  }

  async #askFor(piece: HeldPiece): Promise<NoGrowth | null> {
    let why: NoGrowth | null = null;
    for (const toUnits of this.hold.wishesFor(piece)) {
      const growth = await this.#ask(toUnits);
      if ('granted' in growth) return null;
      why = growth;
      if ('error' in growth) break;
    }
    return why;
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
