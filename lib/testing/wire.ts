import type { Socket } from 'node:net';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/* A chat answer as bytes on the wire, to be cut anywhere, and what a client may make of a part of it. */

/** What the upstream reports, unlike our own count of its pieces. */
export const REPORTED = { tokensIn: 9, tokensOut: 21 };
export const PIECES = ['Grüße', ' 漢字', '🎉 more'];

const chunk = (fields: object): string => `data: ${JSON.stringify(fields)}\n\n`;
const piece = (content: string, finish_reason: string | null = null): string =>
  chunk({ choices: [{ index: 0, delta: { content }, finish_reason }] });
const USAGE = { prompt_tokens: REPORTED.tokensIn, completion_tokens: REPORTED.tokensOut };

/** The events of a stream, in order: its pieces, the end of the choice, usage, [DONE]. */
export const EVENTS: readonly string[] = [
  ...PIECES.map((content) => piece(content)),
  piece('', 'stop'),
  chunk({ choices: [], usage: USAGE }),
  'data: [DONE]\n\n',
];

const transferred = (part: string): Buffer =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(part).toString(16)}\r\n`),
    Buffer.from(part),
    Buffer.from('\r\n'),
  ]);

export const STREAM_HEAD =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
export const eventBytes = (events: readonly string[]): Buffer => Buffer.concat(events.map(transferred));

/** A whole streamed answer. */
export const STREAM_WIRE = Buffer.concat([
  Buffer.from(STREAM_HEAD),
  eventBytes(EVENTS),
  Buffer.from('0\r\n\r\n'),
]);

const COMPLETION = Buffer.from(
  JSON.stringify({
    id: '1',
    object: 'chat.completion',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: PIECES.join('') }, finish_reason: 'stop' }],
    usage: USAGE,
  }),
);

/** A whole plain answer. */
export const PLAIN_WIRE = Buffer.concat([
  Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${COMPLETION.length}\r\n\r\n`,
  ),
  COMPLETION,
]);

/** What a client saw of a stream. */
export interface View {
  /** Texts put out. */
  pieces: string[];
  usage: boolean;
  done: boolean;
  error: string | null;
}

/** Reads a client's bytes as an SDK does; the last event may be half there. */
export function viewOf(text: string): View {
  const view: View = { pieces: [], usage: false, done: false, error: null };
  for (const event of text.split('\n\n').slice(0, -1)) {
    if (event === 'data: [DONE]') view.done = true;
    else {
      const { choices = [], usage, error } = JSON.parse(event.slice('data: '.length));
      const content = choices[0]?.delta.content;
      if (content) view.pieces.push(content);
      view.usage ||= Boolean(usage);
      view.error ??= error?.code ?? null;
    }
  }
  return view;
}

/** Output tokens that are charged for what a client saw: what was reported, else our count of each piece. */
export const chargedFor = ({ pieces, usage }: View): number =>
  usage ? REPORTED.tokensOut : pieces.reduce((sum, text) => sum + countTokens(text), 0);

/** Writes, and ends with what the kernel has taken. */
export const writeThen = (socket: Socket, bytes: Uint8Array, then: () => void): void => {
  if (bytes.length === 0) then();
  else socket.write(bytes, () => then());
};
