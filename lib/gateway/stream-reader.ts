import { createParser, type EventSourceMessage } from 'eventsource-parser';
import {
  boundTokens,
  type Completion,
  collectOutput,
  finishedChoices,
  isCutShort,
  readUsage,
} from './completion';
import type { HeldPiece } from './hold';
import type { Usage } from './price';

/** The longest single event that is read, in characters. */
const MAX_EVENT_CHARS = 4 << 20;

export interface StreamReaderOptions {
  /** The name the client asked for; each chunk's `model` becomes it. */
  model: string;
  /** Whether the client asked for the usage chunk. If not it is taken out, with every `usage` field. */
  includeUsage: boolean;
}

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

  readonly #options: StreamReaderOptions;
  readonly #decoder = new TextDecoder();
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

  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** Takes the next bytes and returns the events that are complete with them. */
  feed(bytes: Uint8Array): Piece[] {
    if (!this.failed) this.#parser.feed(this.#decoder.decode(bytes, { stream: true }));
    return this.#take();
  }

  /** The stream has ended: an event that lacks only its empty line still counts. */
  end(): Piece[] {
    if (!this.failed && !this.done) this.#parser.feed(`${this.#decoder.decode()}\n\n`);
    return this.#take();
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
    const chunk = event === 'error' ? null : parseChunk(data);
    if (chunk === null) {
      this.failed = true;
      return;
    }
    const output: string[] = [];
    collectOutput(chunk, output);
    this.finished += finishedChoices(chunk);
    this.cutShort ||= isCutShort(chunk);
    const usage = readUsage(chunk);
    this.usage = usage ?? this.usage;
    let text = '';
    if (!this.#isHidden(chunk)) {
      if (event !== undefined) text += `event: ${event}\n`;
      if (id !== undefined) text += `id: ${id}\n`;
      const shown = this.#rewrite(data, chunk);
      text += `data: ${shown.includes('\n') ? shown.replaceAll('\n', '\ndata: ') : shown}\n\n`;
    }
    this.#ready.push({ text, output, units: boundTokens(chunk), reported: usage?.tokensOut ?? null });
  }

  /** The usage chunk, unless it was asked for; and what is no chunk: a ping, or words of the upstream's own. */
  #isHidden({ usage, choices }: Completion): boolean {
    if (usage && this.#options.includeUsage) return false;
    return Array.isArray(choices) ? Boolean(usage) && choices.length === 0 : true;
  }

  /** The chunk's JSON as the client is to see it; the very same text where nothing has to change. */
  #rewrite(data: string, chunk: Completion): string {
    const { model, includeUsage } = this.#options;
    let json: string | null = data;
    if (chunk.usage !== undefined && !includeUsage) {
      json = chunk.usage === null ? replaceOnce(json, ',"usage":null', '') : null;
    }
    if (typeof chunk.model === 'string' && chunk.model !== model && json !== null) {
      json = replaceOnce(json, `"model":${JSON.stringify(chunk.model)}`, `"model":${JSON.stringify(model)}`);
    }
    if (json !== null) return json;
    return JSON.stringify({
      ...chunk,
      ...(chunk.model !== undefined && { model }),
      ...(!includeUsage && { usage: undefined }),
    });
  }
}

/** A chunk's JSON; null where it is none, or reports an error. */
function parseChunk(data: string): Completion | null {
  try {
    const chunk = JSON.parse(data) as Completion;
    const isChunk = typeof chunk === 'object' && chunk !== null && !chunk.error && chunk.object !== 'error';
    return isChunk ? chunk : null;
  } catch {
    return null;
  }
}

/**
 * JSON with a member replaced where its text occurs just once, else null. Cheaper than writing the JSON
 * anew, and safe: in a JSON string a quote is escaped, so the text of a member is never found in one.
 */
function replaceOnce(json: string, member: string, by: string): string | null {
  const at = json.indexOf(member);
  if (at < 0 || json.indexOf(member, at + 1) >= 0) return null;
  return json.slice(0, at) + by + json.slice(at + member.length);
}
