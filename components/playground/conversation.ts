/** One question and its answer, as the page shows it. */
export interface Turn {
  id: number;
  prompt: string;
  model: string;
  state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  /** What has arrived of the answer. */
  text: string;
  /** null until the head of an answer arrived */
  status: number | null;
  headers: readonly (readonly [name: string, value: string])[];
  /** An error as published: the body of a refusal, or the event that ended a stream. */
  error: string | null;
  usage: Usage | null;
  firstTokenMs: number | null;
  totalMs: number | null;
}

export interface Usage {
  tokensIn: number;
  tokensOut: number;
}

export interface Settings {
  model: string;
  system: string;
  /** '' leaves it to the model. */
  maxTokens: string;
  temperature: string;
  stream: boolean;
}

export const newTurn = (id: number, prompt: string, model: string): Turn => ({
  id,
  prompt,
  model,
  state: 'waiting',
  text: '',
  status: null,
  headers: [],
  error: null,
  usage: null,
  firstTokenMs: null,
  totalMs: null,
});

interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** The body of the next call: the system prompt, every exchange that was answered, and the question. */
export function requestBody(settings: Settings, turns: readonly Turn[], prompt: string): object {
  const { model, system, maxTokens, temperature, stream } = settings;
  const answered = turns.filter(({ text }) => text !== '');
  const messages: Message[] = [
    ...(system.trim() ? [{ role: 'system' as const, content: system }] : []),
    ...answered.flatMap(({ prompt: asked, text }): Message[] => [
      { role: 'user', content: asked },
      { role: 'assistant', content: text },
    ]),
    { role: 'user', content: prompt },
  ];
  return {
    model,
    messages,
    ...(maxTokens !== '' && { max_tokens: Number(maxTokens) }),
    ...(temperature !== '' && { temperature: Number(temperature) }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
}

/**
 * The headers that speak of limits, in the spelling of `names` where it is known.
 * @param names the spelling our contracts publish; browsers show all in lower case
 */
export function limitHeaders(headers: Headers, names: readonly string[]): (readonly [string, string])[] {
  const spelled = new Map(names.map((name, i) => [name.toLowerCase(), { name, i }]));
  return [...headers]
    .filter(([name]) => spelled.has(name))
    .sort(([a], [b]) => (spelled.get(a)?.i ?? 0) - (spelled.get(b)?.i ?? 0))
    .map(([name, value]) => [spelled.get(name)?.name ?? name, value] as const);
}
