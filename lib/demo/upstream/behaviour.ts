/** What a model's name asks the demo's upstream to do, so that people and tests can try each kind of trouble. */
export interface Behaviour {
  /** Answer with this status and an error body. */
  errorStatus?: number;
  /** Wait before the first byte. */
  firstByteDelayMs?: number;
  /** Wait before each token of a stream. */
  tokenDelayMs?: number;
  /** Stop in the middle: go silent, or cut the connection. */
  middle?: 'stall' | 'cut';
  /** Report no usage, or far too much. */
  usage?: 'none' | 'too-much';
  /** Put out exactly so many tokens a choice, `max_tokens` permitting. */
  tokens?: number;
}

const NAMED: Record<string, Behaviour> = {
  'demo-slow': { firstByteDelayMs: 2_000 },
  'demo-paced': { tokenDelayMs: 25 },
  'demo-stall': { middle: 'stall' },
  'demo-cut': { middle: 'cut' },
  'demo-no-usage': { usage: 'none' },
  'demo-overreport': { usage: 'too-much' },
};

const MAX_TOKENS = 1_000_000;

/** `demo-tokens-500`, and what else of it may be asked for: `demo-tokens-500-paced`, `demo-tokens-500-no-usage`. */
const TOKENS = /^demo-tokens-([1-9]\d{0,6})(?:-(paced|no-usage))?$/;

/** Other resources' models have their own names for it: `demo-images-error-500`, `demo-speech-cut`. */
const RESOURCE = /^demo-(embeddings|images|speech|transcriptions)-/;

/** Any other name gets an ordinary answer. */
export function behaviourOf(name: string): Behaviour {
  const model = name.replace(RESOURCE, 'demo-');
  const status = /^demo-error-([45]\d\d)$/.exec(model)?.[1];
  if (status) return { errorStatus: Number(status) };
  const [, tokens, beside] = TOKENS.exec(model) ?? [];
  if (tokens) return { ...NAMED[`demo-${beside}`], tokens: Math.min(Number(tokens), MAX_TOKENS) };
  return NAMED[model] ?? {};
}
