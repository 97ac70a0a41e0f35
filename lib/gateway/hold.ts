/**
 * What is held of a running stream's output tokens, what it has relayed of that, and when to ask for more.
 *
 * Why money can never be overshot. A budget counts what was used and what is held, and every admission and
 * every growth is one atomic step of the store that refuses what does not fit. Nothing is relayed beyond
 * what is held: until the upstream reports usage, a text counts as many tokens as it has bytes, and no
 * tokenizer makes more. Settling charges at most what is held. So the sum of charges and holds never rises
 * but by a step that fitted, and no answer of the store means no growth.
 *
 * Why nobody is locked out. A stream does not hold its longest answer but what answers of its kind usually
 * need, so a few streams cannot take a budget that pays for many. Its hold grows only as it is used up, at
 * most to double; a refused step is halved, down to the very next event, before the stream ends. Every
 * hold ends: with its request, or 30 seconds after its process died.
 */
export class Hold {
  #held: number;
  #step: number;
  #askAt: number;
  #spent = 0;
  #bound = 0;
  #needed = 0;
  #refused = false;

  /**
   * @param held output tokens granted at first
   * @param ceiling what the upstream was allowed to put out
   */
  constructor(
    held: number,
    readonly ceiling: number,
  ) {
    this.#held = held;
    this.#step = Math.max(1, held);
    this.#askAt = Math.ceil(held / 2);
  }

  get held(): number {
    return this.#held;
  }

  /** The most that had to be held at any instant. */
  get needed(): number {
    return Math.min(this.#needed, this.ceiling);
  }

  /** Bytes relayed: no tokenizer makes more tokens of them. */
  get bound(): number {
    return this.#bound;
  }

  /** What is held covers a piece that comes next. Where all is held, the upstream's own limit is the bound. */
  covers(piece: HeldPiece): boolean {
    return piece.units === 0 || this.#held >= this.ceiling || this.#after(piece) <= this.#held;
  }

  relay(piece: HeldPiece): void {
    this.#spent = this.#after(piece);
    this.#bound += piece.units;
    this.#needed = Math.max(this.#needed, this.#spent);
  }

  #after({ units, reported }: HeldPiece): number {
    return reported ?? this.#spent + units;
  }

  /** What to ask for once half of what was unspent is relayed; null while there is no reason to. */
  wish(): number | null {
    if (this.#held >= this.ceiling || this.#spent < this.#askAt) return null;
    return Math.min(this.ceiling, this.#held + this.#step);
  }

  /** What to ask for so that a piece may go on: the usual step first, then just the piece. */
  wishesFor(piece: HeldPiece): number[] {
    const least = Math.min(this.ceiling, this.#after(piece));
    const usual = Math.min(this.ceiling, this.#held + this.#step);
    return usual > least ? [usual, least] : [least];
  }

  grown(held: number): void {
    this.#step *= 2;
    this.#held = Math.max(this.#held, held);
    this.#refused = false;
    this.#askLater();
  }

  /** The step did not fit, or nobody answered: a smaller one, when half of the rest is relayed. */
  notGrown(): void {
    this.#step = Math.max(1, Math.floor(this.#step / 2));
    this.#refused = true;
    this.#askLater();
  }

  /** Time has passed: what did not fit may fit now. */
  askAgain(): void {
    if (this.#refused) this.#askAt = this.#spent;
  }

  #askLater(): void {
    this.#askAt = this.#spent + Math.ceil((this.#held - this.#spent) / 2);
  }
}

/** What of a stream's event counts against the hold. */
export interface HeldPiece {
  /** Output tokens it can be at most: its bytes. 0 for what carries no output. */
  units: number;
  /** Output tokens until and with it, where the upstream reports them. */
  reported: number | null;
}
