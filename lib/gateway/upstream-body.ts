import { errors } from 'undici';

/** Bytes that wait to be taken before the upstream is held back. */
const MOST_WAITING = 64 << 10;

/** What a body may do to the connection that it comes by. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/**
 * The body of an answer while it comes. What came together is taken together, and where nobody takes, the upstream
 * is held back. Node's streams cost far more for each of the many small pieces of a chat.
 */
export class UpstreamBody {
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #end: 'whole' | { reason: unknown } | null = null;
  #wake: () => void = () => undefined;

  constructor(private readonly flow: Flow) {}

  /**
   * What has come, or comes next; null at the end. For one taker at a time.
   * @throws why it broke off, once all that came before is taken
   */
  async next(): Promise<Uint8Array | null> {
    while (this.#waiting === 0 && this.#end === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#waiting > 0) return this.#take();
    if (this.#end !== 'whole') throw this.#end?.reason;
    return null;
  }

  /** Nothing more is taken: an answer that has not ended is given up. */
  release(): void {
    if (this.#end === null) this.flow.abort(new errors.RequestAbortedError());
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#waiting += chunk.byteLength;
    if (this.#waiting >= MOST_WAITING) this.flow.pause();
    this.#wake(); // the taker goes on once this turn has pushed all that it has
  }

  end(): void {
    this.#end ??= 'whole';
    this.#wake();
  }

  /** It broke off; of one that has ended nothing changes. */
  fail(reason: unknown): void {
    this.#end ??= { reason };
    this.#wake();
  }

  #take(): Uint8Array {
    const chunks = this.#chunks;
    const bytes = this.#waiting;
    this.#chunks = [];
    this.#waiting = 0;
    this.flow.resume();
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
  }
}
