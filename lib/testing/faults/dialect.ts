/** Cuts what passes a line into requests and replies. One for each connection. */
export interface Dialect {
  /** The requests that this chunk completes: what each asks, and the number of the reply that will answer it. */
  requests(chunk: Buffer): Asked[];
  /** How many replies are complete, those in this chunk included. */
  replies(chunk: Buffer): number;
}

export interface Asked {
  text: string;
  reply: number;
}

/** Keeps what is left of a chunk until the rest comes. */
export class Pending {
  #rest: Buffer = Buffer.alloc(0);

  /** Feeds `take` what is there; it answers where it has read up to, or -1 for want of bytes. */
  read(chunk: Buffer, take: (bytes: Buffer, at: number) => number): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (at < bytes.length) {
      const end = take(bytes, at);
      if (end === -1) break;
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}
