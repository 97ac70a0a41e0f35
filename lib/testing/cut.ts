import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Cut {
  /** The server's URL by way of this line. */
  url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Connections stand and carry nothing any more; what is sent waits on the line until it is restored. */
  hang(): void;
  /** Carries what is sent to the server, and loses what it answers, and the connection in the end. */
  loseAnswers(): void;
  /** Connections that stand now carry nothing any more, for good; new ones do. */
  forget(): void;
  /** Answers come so much later. */
  delay(ms: number): void;
  restore(): void;
  close(): Promise<void>;
}

/** The file's store by way of a line, with the deadline of production; call it before anything uses the store. */
export async function cutStore(): Promise<Cut> {
  const line = await openCut(process.env.REDIS_URL ?? '');
  process.env.REDIS_URL = line.url;
  process.env.STORE_DEADLINE_MS = '100';
  return line;
}

type Way = 'to server' | 'from server';

/** A line to a TCP server that a test can cut, slow down and mend: how a store or database gets unreachable for real. */
export async function openCut(serverUrl: string): Promise<Cut> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'hanging' | 'losing' = 'whole';
  let delayMs = 0;
  const waiting: (() => void)[] = [];
  const forgotten = new WeakSet<Socket>();
  const carry = (way: Way, to: Socket, bytes: Buffer) => {
    const write = () => void (to.writable && to.write(bytes));
    if (forgotten.has(to)) return;
    if (state === 'hanging') waiting.push(write);
    else if (state === 'losing' && way === 'from server') return;
    else if (delayMs > 0 && way === 'from server') setTimeout(write, delayMs);
    else write();
  };
  const server = createServer((near) => {
    if (state === 'cut') {
      near.on('error', () => {}).destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other, way] of [
      [near, far, 'to server'],
      [far, near, 'from server'],
    ] as const) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => {});
      socket.on('data', (bytes) => carry(way, other, bytes));
      socket.on('close', () => {
        sockets.delete(socket);
        // A server that hangs still holds what its client sent before it left.
        const leave = () => void other.end();
        if (state === 'hanging') waiting.push(leave);
        else leave();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    cut() {
      state = 'cut';
      end();
    },
    hang() {
      state = 'hanging';
    },
    loseAnswers() {
      state = 'losing';
    },
    forget() {
      for (const socket of sockets) forgotten.add(socket);
    },
    delay(ms) {
      delayMs = ms;
    },
    restore() {
      // A connection that lost something is no use any more: what comes next would be taken for it.
      if (state === 'losing') end();
      state = 'whole';
      delayMs = 0;
      for (const go of waiting.splice(0)) go();
    },
    async close() {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
