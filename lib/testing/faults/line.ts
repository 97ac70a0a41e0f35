import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import type { Dialect } from './dialect';

/** A step of the work, by what is asked on a line. */
export interface Step {
  asks: RegExp;
  /** `before` the server has it; `after` it was carried out, the answer still under way. */
  at: 'before' | 'after';
  /** The how manieth from now on; 1 unless said. */
  nth?: number;
}

interface Trap extends Required<Step> {
  spring(): void;
  /** The connection stands still afterwards, or ends, as if the answer had been lost. */
  outcome: 'freeze' | 'end';
  once: boolean;
  seen: number;
}

/**
 * A TCP line to a server, by which a test sees each request pass and can let something happen at exactly that
 * instant, lose answers, slow the server down, or cut it off.
 */
export class Line {
  /** Added to the way of every answer. */
  delayMs = 0;
  readonly #target: () => number;
  readonly #dialect: () => Dialect;
  readonly #sockets = new Set<Socket>();
  readonly #traps = new Set<Trap>();
  readonly #server = createServer((near) => this.#join(near));
  #whole = true;

  /** @param target the server's loopback port as it is when a connection is made */
  constructor(target: () => number, dialect: () => Dialect) {
    this.#target = target;
    this.#dialect = dialect;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The server's URL by way of this line. */
  through(serverUrl: string): string {
    const url = new URL(serverUrl);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.toString();
  }

  /** Calls `spring` once, at the step; the connection that asked stands still from there on. @returns forgets it */
  trap({ asks, at, nth = 1 }: Step, spring: () => void): () => void {
    const trap: Trap = { asks, at, nth, spring, outcome: 'freeze', once: true, seen: 0 };
    this.#traps.add(trap);
    return () => this.#traps.delete(trap);
  }

  /** Loses the answer to every n-th of these, and the connection with it. @returns ends it */
  lose(asks: RegExp, every: number, onLoss: () => void): () => void {
    const how = { at: 'after', outcome: 'end', once: false, seen: 0 } as const;
    const trap: Trap = { asks, nth: every, spring: onLoss, ...how };
    this.#traps.add(trap);
    return () => this.#traps.delete(trap);
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.#whole = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#whole = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    if (!this.#whole) {
      near.on('error', () => {}).destroy();
      return;
    }
    const far = connect(this.#target(), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    this.#carry(near, far);
  }

  #carry(near: Socket, far: Socket): void {
    const dialect = this.#dialect();
    const awaited: { trap: Trap; reply: number }[] = [];
    let [frozen, lastMs] = [false, 0];
    const deliver = (chunk: Buffer) => {
      const now = performance.now();
      lastMs = Math.max(now + this.delayMs, lastMs);
      if (lastMs <= now) near.write(chunk);
      else setTimeout(() => near.destroyed || near.write(chunk), lastMs - now);
    };
    const hit = (trap: Trap) => {
      if (trap.outcome === 'freeze') frozen = true;
      else near.destroy();
      trap.spring();
    };
    near.on('data', (chunk: Buffer) => {
      if (frozen) return;
      for (const { text, reply } of dialect.requests(chunk)) {
        const trap = this.#sprung(text);
        if (trap?.at === 'before') return hit(trap);
        if (trap) awaited.push({ trap, reply });
      }
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (frozen) return;
      const replies = dialect.replies(chunk);
      const found = awaited.find(({ reply }) => reply <= replies);
      if (found) return hit(found.trap);
      deliver(chunk);
    });
  }

  #sprung(text: string): Trap | undefined {
    for (const trap of this.#traps) {
      if (!trap.asks.test(text) || ++trap.seen % trap.nth !== 0) continue;
      if (trap.once) this.#traps.delete(trap);
      return trap;
    }
    return undefined;
  }
}
