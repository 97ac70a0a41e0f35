import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Completion, collectOutput, finishedChoices, readUsage } from './completion';
import type { Usage } from './price';

/** The longest single event that is read, in characters. */
const MAX_EVENT_CHARS = 4 << 20;

export interface StreamReaderOptions {
  /** The name the client asked for; each chunk's `model` becomes it. */
  model: string;
  /** Whether the client asked for the usage chunk. If not it is taken out, with every `usage` field. */
  includeUsage: boolean;
}

/**
 * Reads an upstream's event stream, in whatever pieces it arrives, and gives back what the client may
 * see of it: whole events only, so that an upstream that dies in one leaves no half of it behind.
 */
export class StreamReader {
  /** As last reported. */
  usage: Usage | null = null;
  /** Texts put out so far, in order. */
  readonly output: string[] = [];
  /** Choices that said why they ended. */
  finished = 0;
  /** `[DONE]` was read. */
  done = false;
  /** The upstream reported an error in the stream, or sent what is no event stream. Nothing more is read. */
  failed = false;

  readonly #options: StreamReaderOptions;
  readonly #decoder = new TextDecoder();
  #ready = '';
  readonly #parser = createParser({
    onEvent: (event) => this.#event(event),
    onComment: (comment) => {
      this.#ready += `: ${comment}\n\n`;
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') this.failed = true;
    },
    maxBufferSize: MAX_EVENT_CHARS,
  });

  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** Takes the next bytes and returns the text for the client, '' where no event is complete yet. */
  feed(bytes: Uint8Array): string {
    if (!this.failed) this.#parser.feed(this.#decoder.decode(bytes, { stream: true }));
    return this.#take();
  }

  /** The stream has ended: an event that lacks only its empty line still counts. */
  end(): string {
    if (!this.failed && !this.done) this.#parser.feed(`${this.#decoder.decode()}\n\n`);
    return this.#take();
  }

  #take(): string {
    const text = this.#ready;
    this.#ready = '';
    return text;
  }

  #event({ data, event, id }: EventSourceMessage): void {
    if (this.done || this.failed) return;
    if (data === '[DONE]') {
      this.done = true;
      return;
    }
    const shown = this.#chunk(data);
    if (shown === null) return;
    if (event !== undefined) this.#ready += `event: ${event}\n`;
    if (id !== undefined) this.#ready += `id: ${id}\n`;
    this.#ready += `data: ${shown.includes('\n') ? shown.replaceAll('\n', '\ndata: ') : shown}\n\n`;
  }

  /** What the client sees of a chunk's JSON; null hides it. */
  #chunk(data: string): string | null {
    let chunk: Completion;
    try {
      chunk = JSON.parse(data) as Completion;
    } catch {
      this.failed = true;
      return null;
    }
    if (typeof chunk !== 'object' || chunk === null || chunk.error) {
      this.failed = true;
      return null;
    }
    collectOutput(chunk, this.output);
    this.finished += finishedChoices(chunk);
    this.usage = readUsage(chunk) ?? this.usage;
    if (this.#isHidden(chunk)) return null;
    return this.#rewrite(data, chunk);
  }

  #isHidden({ usage, choices }: Completion): boolean {
    if (this.#options.includeUsage || !usage) return false;
    return Array.isArray(choices) && choices.length === 0;
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

/**
 * JSON with a member replaced where its text occurs just once, else null. Cheaper than writing the JSON
 * anew, and safe: in a JSON string a quote is escaped, so the text of a member is never found in one.
 */
function replaceOnce(json: string, member: string, by: string): string | null {
  const at = json.indexOf(member);
  if (at < 0 || json.indexOf(member, at + 1) >= 0) return null;
  return json.slice(0, at) + by + json.slice(at + member.length);
}
