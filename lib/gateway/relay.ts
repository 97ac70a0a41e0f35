import type { RunningWork } from '../admission/work';
import { AppError } from '../errors';
import { ClientStream } from './client-stream';
import type { GrowingHold } from './growing-hold';
import type { Usage } from './price';
import type { ChunkOptions } from './read-chunk';
import { RelayedOutput } from './relayed-output';
import { type Piece, StreamReader } from './stream-reader';
import type { UpstreamBody } from './upstream-body';
import { afterOutput, brokenAnswer, failureOf } from './upstream-error';

export interface StreamEnd {
  end: 'complete' | 'client_closed' | 'upstream_error' | 'stopped';
  /** null: the upstream reported none */
  usage: Usage | null;
  firstByteMs: number | null;
}

export interface RelayOptions extends ChunkOptions {
  source: UpstreamBody;
  /** Aborts when the client has gone or the reservation was lost; an AppError as reason is told to the client. */
  signal: AbortSignal;
  /** `performance.now()` at the call's start. */
  startedMs: number;
  choices: number;
  /** The last bytes wait for it: see RunContext. */
  settled: Promise<void>;
  /** Nothing is relayed that it does not cover. */
  hold: GrowingHold;
  isCurrent: RunningWork['isCurrent'];
  /** The limit that left no more tokens to an answer which came to its last one; null where the client set them. */
  whyCutShort(): Promise<{ refusal: string } | null>;
}

const encoder = new TextEncoder();
const DONE = 'data: [DONE]\n\n';

/** An error that the OpenAI SDKs raise when they meet it in a stream. */
const errorEvent = ({ code, message }: AppError): string =>
  `data: ${JSON.stringify({ error: { message, type: 'api_error', param: null, code } })}\n\n`;

/** How a growth that did not come is told: the refusal in the contract's words, or our own trouble. */
const stopEvent = (why: { refusal: string } | { error: AppError }): string =>
  'refusal' in why ? `data: ${why.refusal}\n\n` : errorEvent(why.error);

/**
 * Relays an upstream's event stream event by event, as far as it is held. The upstream is read only as
 * fast as the client takes; whoever ends first ends the other. `finished` always resolves, once.
 */
export class StreamRelay {
  readonly body: ReadableStream<Uint8Array>;
  readonly finished: Promise<StreamEnd>;
  /** What the client was sent. */
  readonly output = new RelayedOutput();

  readonly #options: RelayOptions;
  readonly #reader: StreamReader;
  readonly #client: ClientStream;
  #resolve: (end: StreamEnd) => void = () => undefined;
  #firstByteMs: number | null = null;
  #over = false;
  /** The client reads no more: nothing may be enqueued. */
  #left = false;

  constructor(options: RelayOptions) {
    const { source, signal } = options;
    this.#options = options;
    this.#reader = new StreamReader(options);
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#client = new ClientStream({
      source,
      signal,
      pull: () => this.#pull(),
      onCancel: () => {
        this.#left = true;
        this.#finish('client_closed');
      },
      onIdle: () => {
        this.#finish('client_closed');
        this.#close();
      },
      onAbort: () => this.#onAbort(),
    });
    this.body = this.#client.body;
    if (signal.aborted) this.#onAbort();
  }

  /** Reads on until there is something to show. */
  async #pull(): Promise<void> {
    try {
      for (let shown = false; !shown && !this.#over; ) {
        const next = await this.#client.next();
        if (this.#over) return;
        if (next === null) return await this.#complete();
        this.#firstByteMs ??= Math.round(performance.now() - this.#options.startedMs);
        shown = await this.#relay(this.#reader.feed(next));
        if (this.#over) return;
        if (this.#reader.failed) return await this.#break(brokenAnswer('broke off'));
      }
    } catch (thrown) {
      if (this.#over) return;
      // After [DONE] nothing was missing, however the connection ended.
      if (this.#reader.done) await this.#complete();
      else await this.#break(failureOf(thrown).error);
    }
  }

  /** Sends what the hold covers and waits where it has to grow. @returns whether anything was sent */
  async #relay(pieces: readonly Piece[]): Promise<boolean> {
    const { hold, isCurrent } = this.#options;
    let text = '';
    let sent = false;
    if (!isCurrent()) return false;
    for (const piece of pieces) {
      if (!hold.take(piece)) {
        sent = this.#send(text) || sent;
        text = '';
        const why = await hold.wait(piece, () => this.#over);
        if (this.#over || !isCurrent()) return sent;
        if (why) {
          await this.#end('stopped', stopEvent(why));
          return sent;
        }
        hold.take(piece);
      }
      this.output.add(piece.output);
      text += piece.text;
    }
    return this.#send(text) || sent;
  }

  /** The upstream's stream is at its end: a good one if it said so, or each choice did. */
  async #complete(): Promise<void> {
    await this.#relay(this.#reader.end());
    if (this.#over) return;
    const { failed, done, finished, cutShort } = this.#reader;
    if (failed || !(done || finished >= this.#options.choices)) {
      return this.#break(brokenAnswer('broke off'));
    }
    const why = cutShort ? await this.#options.whyCutShort() : null;
    if (!this.#over) await this.#end('complete', why ? stopEvent(why) : DONE);
  }

  /** The upstream failed: nothing is charged where nothing came. */
  async #break(error: AppError): Promise<void> {
    const charged = this.#reader.usage !== null || !this.output.isEmpty;
    await this.#end('upstream_error', errorEvent(charged ? afterOutput(error) : error));
  }

  async #end(end: StreamEnd['end'], lastWords: string): Promise<void> {
    this.#finish(end);
    await this.#options.settled;
    this.#send(lastWords);
    this.#close();
  }

  #onAbort(): void {
    if (this.#over) return;
    const { reason } = this.#options.signal;
    const isOurs = reason instanceof AppError;
    if (isOurs) this.#send(errorEvent(reason));
    this.#finish(isOurs ? 'stopped' : 'client_closed');
    this.#close();
  }

  #finish(end: StreamEnd['end']): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.release();
    this.#resolve({ end, usage: this.#reader.usage, firstByteMs: this.#firstByteMs });
  }

  /** Whether there was anything to send. */
  #send(text: string): boolean {
    if (text === '' || this.#left) return false;
    this.#client.send(encoder.encode(text));
    return true;
  }

  #close(): void {
    if (this.#left) return;
    this.#left = true;
    this.#client.close();
  }
}
