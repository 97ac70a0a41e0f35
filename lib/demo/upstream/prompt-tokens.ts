import { countTokens } from '../../gateway/tokens';

/* The upstream's own arithmetic, kept apart from the gateway's estimate, which is tested against it. */

const PER_MESSAGE = 3;
const PER_NAME = 1;
const PER_REPLY = 3;
const PICTURE = { low: 85, other: 765 };

const counted = new Map<string, number>();

/** Counts a text; short ones once. */
export function textTokens(text: string): number {
  if (text.length > 2_000) return countTokens(text);
  const known = counted.get(text);
  if (known !== undefined) return known;
  const tokens = countTokens(text);
  if (counted.size > 5_000) counted.clear();
  counted.set(text, tokens);
  return tokens;
}

interface Part {
  type?: unknown;
  text?: unknown;
  image_url?: { detail?: unknown };
}

function partTokens(part: Part): number {
  if (part.type === 'image_url') return part.image_url?.detail === 'low' ? PICTURE.low : PICTURE.other;
  return typeof part.text === 'string' ? textTokens(part.text) : textTokens(JSON.stringify(part));
}

function contentTokens(content: unknown): number {
  if (typeof content === 'string') return textTokens(content);
  if (!Array.isArray(content)) return 0;
  return content.reduce<number>((sum, part) => sum + partTokens((part ?? {}) as Part), 0);
}

const jsonTokens = (value: unknown): number =>
  value === undefined || value === null ? 0 : textTokens(JSON.stringify(value));

export interface Prompt {
  messages: { role?: unknown; content?: unknown; name?: unknown; tool_calls?: unknown }[];
  tools?: unknown;
  functions?: unknown;
  response_format?: unknown;
}

/** Tokens of a prompt: exact by the o200k tokenizer and the chat format's own tokens. */
export function promptTokens(prompt: Prompt): number {
  let tokens = PER_REPLY + jsonTokens(prompt.tools) + jsonTokens(prompt.functions);
  for (const { role, content, name, tool_calls } of prompt.messages) {
    tokens += PER_MESSAGE + textTokens(String(role)) + contentTokens(content) + jsonTokens(tool_calls);
    if (typeof name === 'string') tokens += PER_NAME + textTokens(name);
  }
  return tokens;
}
