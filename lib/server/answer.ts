import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';

type Given = OutgoingHttpHeaders | OutgoingHttpHeader[];

const ALWAYS: OutgoingHttpHeaders = { 'X-Content-Type-Options': 'nosniff' };
export const ALWAYS_SECURE: OutgoingHttpHeaders = {
  ...ALWAYS,
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
};

/** Every answer of both doors: adds the headers that all have, and sends plain text without re-encoding it. */
export class Answer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  always = ALWAYS;

  /** Added when the head is written: set ahead, they would send all others through Node's slow way. */
  override writeHead(status: number, reason?: string | Given, headers?: Given): this {
    if (typeof reason === 'object' && !Array.isArray(reason)) {
      return super.writeHead(status, withAlways(reason, this.always));
    }
    for (const [name, value] of Object.entries(this.always)) this.setHeader(name, value ?? '');
    return typeof reason === 'string'
      ? super.writeHead(status, reason, headers)
      : super.writeHead(status, reason ?? headers);
  }

  /** The head goes out with what is written in the same turn: a packet of its own costs as much as the first of a body. */
  override flushHeaders(): void {
    const { socket } = this;
    socket?.cork();
    super.flushHeaders();
    process.nextTick(() => socket?.uncork());
  }

  /** Text within ASCII is copied as it is: written as UTF-8, each character of head and body is looked at again. */
  override end(chunk?: unknown, encoding?: unknown, callback?: unknown): this {
    const plain = typeof chunk === 'string' && !encoding && Buffer.byteLength(chunk) === chunk.length;
    return super.end(chunk, (plain ? 'latin1' : encoding) as BufferEncoding, callback as () => void);
  }
}

/** As a list: spreading twenty headers into another object costs more than writing them. */
function withAlways(given: OutgoingHttpHeaders, always: OutgoingHttpHeaders): OutgoingHttpHeader[] {
  const list: OutgoingHttpHeader[] = [];
  for (const name in given) list.push(name, given[name] as OutgoingHttpHeader);
  for (const name in always) if (!(name in given)) list.push(name, always[name] as OutgoingHttpHeader);
  return list;
}
