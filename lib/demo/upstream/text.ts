import { decode, encode } from 'gpt-tokenizer/encoding/o200k_base';

const INTRODUCTION =
  'This is a demo model. It does not think: it says these same words to everyone, so that you can try keys, limits and charts without paying for a real model. ' +
  'Point the upstream at a real one, and its answers will appear here instead.';

/** Said again and again where more tokens are asked for. */
const FILLER =
  ' Here the demo goes on, one word after the other, as long as it was asked to, and means nothing by it.';

const asText = { disallowedSpecial: new Set<string>() };

/** A text as its tokens' texts. */
const split = (text: string): string[] => encode(text, asText).map((token) => decode([token]));

const introduction = split(INTRODUCTION);
const filler = split(FILLER);

export interface Reply {
  /** One text a token. */
  pieces: readonly string[];
  finishReason: 'stop' | 'length';
}

function take(tokens: number): string[] {
  const pieces = introduction.slice(0, tokens);
  for (let i = 0; pieces.length < tokens; i += 1) pieces.push(filler[i % filler.length] as string);
  return pieces;
}

const cache = new Map<string, Reply>();

/** At most `maxTokens` of an answer, cut before a stop sequence. */
function cutTo(answer: readonly string[], maxTokens: number, stops: readonly string[]): Reply {
  const whole = answer.slice(0, maxTokens);
  const text = whole.join('');
  const cut = Math.min(...stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0));
  if (Number.isFinite(cut)) return { pieces: split(text.slice(0, cut)), finishReason: 'stop' };
  return { pieces: whole, finishReason: whole.length === answer.length ? 'stop' : 'length' };
}

/** A text of one's own, as the demo's answer. */
export const replyOf = (text: string, maxTokens: number, stops: readonly string[]): Reply =>
  cutTo(split(text), maxTokens, stops);

/** The demo's answer: its introduction, or `wanted` tokens; at most `maxTokens`; cut before a stop sequence. */
export function replyText(wanted: number | undefined, maxTokens: number, stops: readonly string[]): Reply {
  const usual = stops.length === 0;
  const key = `${wanted ?? ''}/${maxTokens}`;
  const known = usual ? cache.get(key) : undefined;
  if (known) return known;
  const answer = wanted === undefined ? introduction : take(Math.min(wanted, maxTokens + 1));
  const reply = cutTo(answer, maxTokens, stops);
  if (cache.size > 200) cache.clear();
  if (usual) cache.set(key, reply);
  return reply;
}
