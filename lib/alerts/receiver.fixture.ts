import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a webhook's receiver got it. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks on this machine, and what it got. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers next; 204 once these are used up. */
  readonly answers: { status: number; headers?: Record<string, string> }[] = [];
  #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const { status, headers } = this.answers.shift() ?? { status: 204 };
      response.writeHead(status, headers).end();
    });
  }

  /** @returns its URL */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The signature's headers, as the package that verifies them wants them. */
export const signedHeaders = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
  );
