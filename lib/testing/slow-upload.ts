import { once } from 'node:events';
import net, { type Socket } from 'node:net';

/** An upload whose bytes go when a test says so, over a connection of its own. */
export class SlowUpload {
  #text = '';
  readonly #ended: Promise<void>;

  private constructor(
    private readonly socket: Socket,
    private readonly bytes: number,
    private sent = 0,
  ) {
    socket.on('data', (data) => {
      this.#text += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    this.#ended = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Sends the head of a request for a body of so many bytes. @param headers beside Host and Content-Length */
  static async begin(
    port: number,
    { method = 'POST', path, bytes, headers }: SlowRequest,
  ): Promise<SlowUpload> {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const lines = Object.entries({ ...headers, 'content-length': bytes, connection: 'close' });
    const head = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1:${port}`];
    socket.write(`${[...head, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`);
    return new SlowUpload(socket, bytes);
  }

  /** Sends the next bytes of a text that begins wherever it is cut. */
  async send(bytes: number): Promise<void> {
    this.sent += bytes;
    if (!this.socket.write(Buffer.alloc(bytes, 'a line of text\n')))
      await Promise.race([once(this.socket, 'drain'), this.#ended]);
  }

  /** Sends the rest, and waits for the answer. @returns its status and body */
  async finish(): Promise<{ status: number; body: string }> {
    if (this.bytes > this.sent) await this.send(this.bytes - this.sent);
    await this.#ended;
    return this.answer();
  }

  /** What has come back until now; status 0 while nothing has. */
  answer(): { status: number; body: string } {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(this.#text)?.[1] ?? 0);
    return { status, body: this.#text.slice(this.#text.indexOf('\r\n\r\n') + 4) };
  }

  /** Goes away in the middle. */
  abandon(): void {
    this.socket.resetAndDestroy();
  }
}

interface SlowRequest {
  method?: string;
  path: string;
  /** Of the whole body. */
  bytes: number;
  headers: Record<string, string>;
}
