import { StringDecoder } from 'node:string_decoder';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ChunkReader } from './chunk-reader';
import type { HeldPiece } from './hold';
import type { Usage } from './price';
import type { ChunkOptions } from './read-chunk';

/** The longest single event that is read, in characters. */
const MAX_EVENT_CHARS = 4 << 20;

/** One event of the stream. */
export interface Piece extends HeldPiece {
  /** For the client; '' hides it. */
  text: string;
  /** Texts it puts out, for our own count. */
  output: readonly string[];
}

const NO_OUTPUT = { units: 0, reported: null, output: [] } as const;

/**
 * Reads an upstream's event stream, in whatever pieces it arrives, and gives back what the client may
 * see of it: whole events only, so that an upstream that dies in one leaves no half of it behind.
 */
export class StreamReader {
  /** As last reported. */
  usage: Usage | null = null;
  /** Choices that said why they ended. */
  finished = 0;
  /** A choice ended because it had no more tokens. */
  cutShort = false;
  /** `[DONE]` was read. */
  done = false;
  /** The upstream reported an error in the stream, or sent what is no event stream. Nothing more is read. */
  failed = false;

  readonly #chunks: ChunkReader;
  /** A TextDecoder makes two bytes of each character, even of ASCII, and all that reads them slow. */
  readonly #decoder = new StringDecoder('utf8');
  #begun = false;
  #ready: Piece[] = [];
  readonly #parser = createParser({
    onEvent: (event) => this.#event(event),
    onComment: (comment) => {
      this.#ready.push({ ...NO_OUTPUT, text: `: ${comment}\n\n` });
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') this.failed = true;
    },
    maxBufferSize: MAX_EVENT_CHARS,
  });

  constructor(options: ChunkOptions) {
    this.#chunks = new ChunkReader(options);
  }

  /** Takes the next bytes and returns the events that are complete with them. */
  feed(bytes: Uint8Array): Piece[] {
    if (!this.failed) this.#parser.feed(this.#textOf(bytes));
    return this.#take();
  }

  /** The stream has ended: an event that lacks only its empty line still counts. */
  end(): Piece[] {
    if (!this.failed && !this.done) this.#parser.feed(`${this.#decoder.end()}\n\n`);
    return this.#take();
  }

  /** Without a byte order mark, which may stand before the first character. */
  #textOf(bytes: Uint8Array): string {
    const text = this.#decoder.write(bytes);
    if (this.#begun || text === '') return text;
    this.#begun = true;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  #take(): Piece[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #event({ data, event, id }: EventSourceMessage): void {
    if (this.done || this.failed) return;
    if (data === '[DONE]') {
      this.done = true;
      return;
    }
    if (data === '') return; // keeps the connection alive
    const reading = event === 'error' ? null : this.#chunks.read(data);
    if (reading === null) {
      this.failed = true;
      return;
    }
    const { shown, output, units, usage } = reading;
    this.finished += reading.finished;
    this.cutShort ||= reading.cutShort;
    this.usage = usage ?? this.usage;
    let text = '';
    if (shown !== null) {
      if (event !== undefined) text += `event: ${event}\n`;
      if (id !== undefined) text += `id: ${id}\n`;
      text += `data: ${data.includes('\n') ? shown.replaceAll('\n', '\ndata: ') : shown}\n\n`;
    }
    this.#ready.push({ text, output, units, reported: usage?.tokensOut ?? null });
  }
}
