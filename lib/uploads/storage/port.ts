/**
 * Where the bytes of files lie. Two drivers, `folder.ts` and `s3.ts`, kept alike by `storage.cases.ts`.
 *
 * A name is a file's id (a UUID that we made), so nothing from outside ever becomes part of a path. Under a name
 * there may be a *whole* object, which is what everybody reads, or a *partial* one, which is being collected:
 * appended to piece by piece, or sent by the client itself to presigned addresses. `seal` makes it whole.
 *
 * Every method may throw `AppError('storage_unavailable')`: full, refused or out of reach. What a body throws
 * passes through as it is.
 */
export interface FileStorage {
  /** Takes a body as it comes, in constant memory. Durable when it resolves; nothing is left when it rejects. */
  write(name: string, body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<Stored>;

  /** Bytes of the whole object, null where there is none. */
  size(name: string): Promise<number | null>;

  /** The whole object, or its bytes from `start` to `end`, both counted in. Throws `not_found` where none is. */
  read(name: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;

  /**
   * Adds to the partial object, which begins with the first append, at 0. `offset` must be its size (`conflict`
   * otherwise). What came before a body threw is kept: ask `partialSize`. One append a name at a time: the
   * caller sees to it. Answers the size from then on.
   */
  append(
    name: string,
    offset: number,
    body: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<number>;

  /** Bytes of the partial object that are durable; 0 where there is none. */
  partialSize(name: string): Promise<number>;

  /**
   * Makes the partial object whole, and answers its bytes; from then on nobody can add to it, nor use its
   * presigned addresses. Sealing what is whole already changes nothing. Null where there is neither.
   */
  seal(name: string): Promise<number | null>;

  /** Removes everything under a name: whole, partial, remains of a write that died, presigned addresses. */
  remove(name: string): Promise<void>;

  /** Everything that lies there, partial objects and remains of writes that died too; for the sweeper. */
  list(): AsyncIterable<StoredObject>;

  /**
   * Addresses to which a client sends exactly these bytes itself, without us between: one, or several for what
   * is too large for one. All of them sent, `seal` makes the object whole; `remove` revokes them. Absent where
   * there is no such way (a folder): the client then sends to us.
   */
  presign?(name: string, bytes: number, expiresS: number): Promise<PresignedPut[]>;
}

export type Stored = { bytes: number /** In hex, computed as the bytes passed. */; sha256: string };

export type ByteRange = { start: number; end: number };

export type StoredObject = { name: string; bytes: number; modifiedAtMs: number; whole: boolean };

/** `bytes` from `start` on go to `url`, with exactly these headers besides Content-Length. */
export type PresignedPut = {
  url: string;
  method: 'PUT';
  headers: Record<string, string>;
  start: number;
  bytes: number;
};
