import { countTokens as countWithTokenizer } from 'gpt-tokenizer/encoding/o200k_base';

const CHUNK_CHARS = 2_000;
/** The tokenizer is quadratic in the length of one word: text with long ones is cut finer. */
const DENSE_CHUNK_CHARS = 250;
const LONG_WORD = /\S{100}/;

/** Special tokens in a prompt are text like any other. */
const asText = { disallowedSpecial: new Set<string>() };

/** Where a chunk that begins at `start` ends: before a space if one is near, never inside a surrogate pair. */
function chunkEnd(text: string, start: number, chars: number): number {
  const end = start + chars;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(' ', end);
  if (space > start + chars / 2) return space;
  const unit = text.charCodeAt(end);
  return unit >= 0xdc00 && unit <= 0xdfff ? end + 1 : end;
}

function countChunk(text: string): number {
  if (!LONG_WORD.test(text)) return countWithTokenizer(text, asText);
  let tokens = 0;
  for (let start = 0; start < text.length; ) {
    const end = chunkEnd(text, start, DENSE_CHUNK_CHARS);
    tokens += countWithTokenizer(text.slice(start, end), asText);
    start = end;
  }
  return tokens;
}

/** Tokens of a text by the o200k tokenizer, in time linear in its length. */
export function countTokens(text: string): number {
  if (text.length <= CHUNK_CHARS) return text === '' ? 0 : countChunk(text);
  let tokens = 0;
  for (let start = 0; start < text.length; ) {
    const end = chunkEnd(text, start, CHUNK_CHARS);
    tokens += countChunk(text.slice(start, end));
    start = end;
  }
  return tokens;
}

const SAMPLES = 12;
const SAMPLE_CHARS = 1_000;

/**
 * Tokens of a text too long to count: its bytes at the density of the densest of a few samples. They
 * are drawn at random, one from each stretch, so that no prompt can be written to fall between them.
 */
function extrapolate(text: string): number {
  const stretch = text.length / SAMPLES;
  let densest = 0;
  for (let i = 0; i < SAMPLES; i += 1) {
    const start = Math.floor(i * stretch + Math.random() * Math.max(0, stretch - SAMPLE_CHARS));
    const sample = text.slice(start, start + SAMPLE_CHARS);
    densest = Math.max(densest, countTokens(sample) / Buffer.byteLength(sample));
  }
  return Math.ceil(Buffer.byteLength(text) * densest);
}

/** Counted exactly over all the texts of one request, in characters; the rest is extrapolated. */
const EXACT_CHARS = 24_000;

/** Counts many texts in bounded time: exactly up to 24,000 characters together, by samples beyond. */
export class TokenCounter {
  #left = EXACT_CHARS;
  #tokens = 0;
  #rest: string[] = [];

  add(text: string): void {
    if (text.length <= this.#left) {
      this.#left -= text.length;
      this.#tokens += countTokens(text);
      return;
    }
    const end = this.#left === 0 ? 0 : chunkEnd(text, 0, this.#left);
    if (end > 0) this.#tokens += countTokens(text.slice(0, end));
    this.#left = 0;
    this.#rest.push(text.slice(end));
  }

  total(): number {
    const rest = this.#rest.join('');
    if (rest === '') return this.#tokens;
    return this.#tokens + (rest.length <= SAMPLES * SAMPLE_CHARS ? countTokens(rest) : extrapolate(rest));
  }
}
