import { type ChunkOptions, type Reading, readChunk } from './read-chunk';

/** Put where a chunk's text stands, to see that it is the text which stands there. */
const PROBE = 'what-the-model-says';

/** Chunks of a stream that are searched for what all have alike; some streams have nothing of the kind. */
const SEARCHES = 4;

interface Pattern {
  before: string;
  after: string;
  /** The same of the JSON that the client is shown. */
  shownBefore: string;
  shownAfter: string;
}

/**
 * Reads the chunks of one stream, most of them without parsing: they differ in the text that they put out and in
 * nothing else. Where in the JSON that stands, is found by reading a chunk with another text in its place. What is
 * the same before and after, with a plain text between, is the same JSON but for that text, and reads the same.
 */
export class ChunkReader {
  #pattern: Pattern | null = null;
  #searches = 0;

  constructor(private readonly options: ChunkOptions) {}

  /** As `readChunk`. */
  read(data: string): Reading | null {
    const usual = this.#pattern && readUsual(data, this.#pattern);
    if (usual) return usual;
    const reading = readChunk(data, this.options);
    const text = reading?.output[0];
    if (text !== undefined && this.#searches < SEARCHES) {
      this.#searches += 1;
      this.#pattern = this.#search(data, text) ?? this.#pattern;
    }
    return reading;
  }

  /** What is around a chunk's text, if the text is all that it says and counts. */
  #search(data: string, text: string): Pattern | null {
    const literal = JSON.stringify(text);
    const at = data.indexOf(literal);
    if (at < 0 || data.includes(PROBE)) return null;
    const before = data.slice(0, at + 1);
    const after = data.slice(at + literal.length - 1);
    const probed = readChunk(before + PROBE + after, this.options);
    const [shownBefore, shownAfter, ...more] = probed?.shown?.split(PROBE) ?? [];
    if (!probed || !isTextAlone(probed) || more.length > 0) return null;
    if (shownBefore === undefined || shownAfter === undefined) return null;
    return { before, after, shownBefore, shownAfter };
  }
}

function readUsual(data: string, { before, after, shownBefore, shownAfter }: Pattern): Reading | null {
  // Half of what startsWith and endsWith cost.
  if (data.slice(0, before.length) !== before || data.slice(-after.length) !== after) return null;
  const text = data.slice(before.length, -after.length);
  if (!isPlain(text)) return null;
  return {
    shown: shownBefore + text + shownAfter,
    output: [text],
    units: Buffer.byteLength(text),
    usage: null,
    finished: 0,
    cutShort: false,
  };
}

const isTextAlone = ({ output, units, usage, finished, cutShort }: Reading): boolean =>
  output.length === 1 &&
  output[0] === PROBE &&
  units === PROBE.length &&
  usage === null &&
  finished === 0 &&
  !cutShort;

/** Whether JSON has a text just as it is. An empty one puts nothing out: a chunk of that is another. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH) return false;
  }
  return text !== '';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
