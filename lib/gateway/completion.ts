import { reportedTokens, type Usage } from './price';
import { countTokens } from './tokens';

/** What we read of a chat completion or of a chunk of one; everything else is passed on unread. */
export interface Completion {
  object?: unknown;
  model?: unknown;
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null;
  choices?: unknown;
  error?: unknown;
}

interface Choice {
  finish_reason?: unknown;
  message?: unknown;
  delta?: unknown;
}

/** Fields of a message or delta that name things and are no output. */
const NOT_OUTPUT = new Set(['role', 'id', 'type', 'index']);

/** Every text a value carries: content, refusal, reasoning, tool calls' names and arguments. */
function collectText(value: unknown, into: string[]): void {
  if (typeof value === 'string') {
    if (value !== '') into.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collectText(item, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) if (!NOT_OUTPUT.has(key)) collectText(item, into);
  }
}

const choicesOf = (completion: Completion): Choice[] =>
  Array.isArray(completion.choices) ? (completion.choices as Choice[]) : [];

/** Adds the texts that a completion or chunk puts out. */
export function collectOutput(completion: Completion, into: string[]): void {
  for (const choice of choicesOf(completion)) {
    const content = choice?.delta ?? choice?.message;
    if (content) collectText(content, into);
  }
}

/**
 * The most output tokens that a chunk can be: bytes of all it puts out, no tokenizer makes more, and one a
 * choice at least, for a stop token or a role. What is no plain text counts with its JSON.
 */
export function boundTokens(completion: Completion): number {
  let tokens = 0;
  for (const choice of choicesOf(completion)) {
    let bytes = 0;
    for (const [key, value] of Object.entries(choice?.delta ?? {})) {
      if (key !== 'role' && value !== null) {
        bytes += Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
      }
    }
    tokens += Math.max(1, bytes);
  }
  return tokens;
}

export const finishedChoices = (completion: Completion): number =>
  choicesOf(completion).filter((choice) => typeof choice?.finish_reason === 'string').length;

/** Whether a choice ended because it had as many tokens as it may have. */
export const isCutShort = (completion: Completion): boolean =>
  choicesOf(completion).some((choice) => choice?.finish_reason === 'length');

/** Output tokens by our own count: each text apart, as a stream sends about a token at a time. */
export const countOutput = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + countTokens(text), 0);

/** The usage an upstream reports, or null where it reports none that can be true: a prompt is never 0 tokens. */
export function readUsage(completion: Completion): Usage | null {
  const tokensIn = reportedTokens(completion.usage?.prompt_tokens);
  const tokensOut = reportedTokens(completion.usage?.completion_tokens);
  return tokensIn !== null && tokensIn > 0 && tokensOut !== null ? { tokensIn, tokensOut } : null;
}
