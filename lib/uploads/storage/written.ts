import type { FileHandle } from 'node:fs/promises';
import { orStorageFailure } from './failure';

/** Pieces from the network are small; the disk takes so many bytes at a time while the next are collected. */
const BATCH_BYTES = 512 << 10;

/** Writes to a file from an offset on: one batch on its way to the disk, one being collected, and no more. */
export class Written {
  #batch: Uint8Array[] = [];
  #collected = 0;
  #onItsWay: Promise<void> = Promise.resolve();
  #at: number;

  constructor(
    private readonly file: FileHandle,
    offset: number,
  ) {
    this.#at = offset;
  }

  /** The chunk must not change afterwards. @throws AppError where an earlier batch could not be written */
  async add(chunk: Uint8Array): Promise<void> {
    this.#batch.push(chunk);
    this.#collected += chunk.byteLength;
    if (this.#collected >= BATCH_BYTES) await this.#send();
  }

  /** Resolves once all is written. */
  async end(): Promise<void> {
    await this.#send();
    await this.#onItsWay;
  }

  async #send(): Promise<void> {
    await this.#onItsWay;
    const [batch, at] = [this.#batch, this.#at];
    [this.#batch, this.#at, this.#collected] = [[], at + this.#collected, 0];
    this.#onItsWay = orStorageFailure(() => writeAll(this.file, batch, at));
    // Whoever adds or ends next is told; until then nobody is.
    this.#onItsWay.catch(() => {});
  }
}

/** A write may take fewer bytes than it was given. */
async function writeAll(file: FileHandle, batch: readonly Uint8Array[], from: number): Promise<void> {
  let [rest, at] = [[...batch], from];
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, at);
    at += bytesWritten;
    rest = rest.flatMap((chunk) => {
      const done = Math.min(bytesWritten, chunk.byteLength);
      bytesWritten -= done;
      return done < chunk.byteLength ? [chunk.subarray(done)] : [];
    });
  }
}
