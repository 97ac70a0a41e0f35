import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors';
import { chunksUntil } from './chunks';
import { checkObjectName, isObjectName, noObject, orStorageFailure } from './failure';
import type { ByteRange, FileStorage, Stored, StoredObject } from './port';
import { Written } from './written';

const READ_BYTES = 256 * 1024;
const COMING = 'coming';

/**
 * Files in a folder of this machine, or of one that all instances share (NFS).
 *
 * `<folder>/<last two digits>/<name>` are whole objects, so that no folder grows too long; `<folder>/coming` holds
 * partial ones (`<name>.part`) and writes in progress (`<name>.<random>.tmp`), on the same file system: a rename
 * makes one whole. A file and the folder that names it are flushed to the disk before anything says it is stored.
 */
export function folderStorage(folder: string): FileStorage {
  const wholeAt = (name: string): string => path.join(folder, checkObjectName(name).slice(-2), name);
  const comingAt = (file: string): string => path.join(folder, COMING, file);
  const partialAt = (name: string): string => comingAt(`${checkObjectName(name)}.part`);

  async function becomeWhole(from: string, name: string): Promise<void> {
    const to = wholeAt(name);
    const made = await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    if (made) await flushFolder(path.dirname(made));
    await rename(from, to);
    await flushFolder(path.dirname(to));
  }

  async function openComing(file: string, flags: string): Promise<FileHandle> {
    await mkdir(comingAt(''), { recursive: true, mode: 0o700 });
    return open(comingAt(file), flags, 0o600);
  }

  const partialSize = (name: string): Promise<number> =>
    orStorageFailure(async () => (await sizeAt(partialAt(name))) ?? 0);

  return {
    async write(name, body, signal): Promise<Stored> {
      checkObjectName(name);
      const temporary = `${name}.${randomBytes(8).toString('hex')}.tmp`;
      const file = await orStorageFailure(() => openComing(temporary, 'wx'));
      try {
        const hash = createHash('sha256');
        const bytes = await pour(body, file, signal, (chunk) => hash.update(chunk));
        await orStorageFailure(async () => {
          await file.sync();
          await file.close();
          await becomeWhole(comingAt(temporary), name);
        });
        return { bytes, sha256: hash.digest('hex') };
      } catch (error) {
        await file.close().catch(() => {});
        // What cannot be removed now, the sweeper finds.
        await rm(comingAt(temporary), { force: true }).catch(() => {});
        throw error;
      }
    },

    size: (name) => orStorageFailure(() => sizeAt(wholeAt(name))),

    async read(name, range) {
      const file = await orStorageFailure(() => open(wholeAt(name), 'r').catch(nullIfAbsent));
      if (!file) throw noObject();
      return bytesOf(file, range);
    },

    async append(name, offset, body, signal) {
      const has = await partialSize(name);
      if (has !== offset) throw new AppError('conflict', `The upload has ${has} bytes: go on from there.`);
      const file = await orStorageFailure(async () => {
        await openComing(path.basename(partialAt(name)), 'a').then((made) => made.close());
        return open(partialAt(name), 'r+');
      });
      try {
        return offset + (await pour(body, file, signal, () => {}, offset));
      } finally {
        // Also of a body that broke off: what came is told as durable.
        await orStorageFailure(() => file.sync().finally(() => file.close()));
      }
    },

    partialSize,

    seal: (name) =>
      orStorageFailure(async () => {
        const whole = await sizeAt(wholeAt(name));
        if (whole !== null) return whole;
        const bytes = await sizeAt(partialAt(name));
        if (bytes !== null) await becomeWhole(partialAt(name), name);
        return bytes;
      }),

    remove: (name) =>
      orStorageFailure(async () => {
        await rm(wholeAt(name), { force: true });
        for (const file of (await readdir(comingAt('')).catch(nullIfAbsent)) ?? [])
          if (file.startsWith(`${name}.`)) await rm(comingAt(file), { force: true });
      }),

    async *list(): AsyncIterable<StoredObject> {
      for (const inner of (await orStorageFailure(() => readdir(folder).catch(nullIfAbsent))) ?? [])
        for (const file of await orStorageFailure(() => readdir(path.join(folder, inner)).catch(() => []))) {
          const [name = ''] = file.split('.');
          if (!isObjectName(name)) continue;
          const found = await orStorageFailure(() =>
            stat(path.join(folder, inner, file)).catch(nullIfAbsent),
          );
          if (!found) continue;
          yield { name, bytes: found.size, modifiedAtMs: Math.floor(found.mtimeMs), whole: inner !== COMING };
        }
    },
  };
}

/** Writes a body to an open file, also what came of one that throws. Answers the bytes written. */
async function pour(
  body: AsyncIterable<Uint8Array>,
  file: FileHandle,
  signal: AbortSignal | undefined,
  see: (chunk: Uint8Array) => void,
  offset = 0,
): Promise<number> {
  const written = new Written(file, offset);
  let bytes = 0;
  try {
    for await (const chunk of chunksUntil(body, signal)) {
      see(chunk);
      await written.add(chunk);
      bytes += chunk.byteLength;
    }
  } finally {
    await written.end();
  }
  return bytes;
}

/** A file's bytes, one piece ahead of nobody; the file is closed at the end, or when the reader leaves. */
function bytesOf(file: FileHandle, range?: ByteRange): AsyncIterable<Uint8Array> {
  let at = range?.start ?? 0;
  const end = range?.end ?? Number.POSITIVE_INFINITY;
  const done = async (): Promise<IteratorResult<Uint8Array>> => {
    await file.close();
    return { done: true, value: undefined };
  };
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    const wanted = Math.min(READ_BYTES, end - at + 1);
    if (wanted <= 0) return done();
    const { bytesRead, buffer } = await orStorageFailure(() =>
      file.read(Buffer.allocUnsafe(wanted), 0, wanted, at),
    );
    if (bytesRead === 0) return done();
    at += bytesRead;
    return { done: false, value: buffer.subarray(0, bytesRead) };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: done }) };
}

async function sizeAt(file: string): Promise<number | null> {
  return (await stat(file).catch(nullIfAbsent))?.size ?? null;
}

/** For `catch`: there is nothing under this path; any other trouble is thrown on. */
function nullIfAbsent(cause: unknown): null {
  if ((cause as { code?: unknown } | null)?.code === 'ENOENT') return null;
  throw cause;
}

/** The name of a file is as durable as its bytes only when its folder is flushed too. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
