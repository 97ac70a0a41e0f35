import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { FileStorage, StoredObject } from './port';

const MB = 2 ** 20;

export const bytesOf = (count: number): Buffer => randomBytes(count);

/** A body that comes in pieces, and may break off. */
export async function* inPieces(content: Uint8Array, pieceBytes = 64 << 10, breaksOff?: Error) {
  for (let at = 0; at < content.byteLength; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
  if (breaksOff) throw breaksOff;
}

async function* never(begins: Uint8Array): AsyncGenerator<Uint8Array> {
  yield begins;
  await new Promise(() => {});
}

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function listed(storage: FileStorage, name: string): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for await (const object of storage.list()) if (object.name === name) found.push(object);
  return found;
}

/** What every storage does. */
export function storageCases(storage: () => FileStorage): void {
  const newName = () => crypto.randomUUID();

  it.each([0, 1, 64 << 10, 5 * MB - 1, 5 * MB, 5 * MB + 1, 11 * MB])(
    'gives back what was written, with its size and hash: %i bytes',
    async (count) => {
      const [name, content] = [newName(), bytesOf(count)];
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(await storage().write(name, inPieces(content))).toEqual({ bytes: count, sha256 });
      expect(await storage().size(name)).toBe(count);
      expect((await readAll(await storage().read(name))).equals(content)).toBe(true);
      const [only, ...others] = await listed(storage(), name);
      expect(only).toMatchObject({ name, bytes: count, whole: true });
      expect(Math.abs((only?.modifiedAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
      expect(others).toEqual([]);
      await storage().remove(name);
      expect(await storage().size(name)).toBeNull();
      expect(await listed(storage(), name)).toEqual([]);
    },
  );

  it('gives any range, both ends counted in', async () => {
    const [name, content] = [newName(), bytesOf(MB)];
    await storage().write(name, inPieces(content));
    for (const [start, end] of [
      [0, 0],
      [0, MB - 1],
      [MB - 1, MB - 1],
      [300_000, 700_001],
    ] as const) {
      const range = await readAll(await storage().read(name, { start, end }));
      expect(range.equals(content.subarray(start, end + 1))).toBe(true);
    }
  });

  it('lets a reader leave, before the first byte and in between', async () => {
    const name = newName();
    await storage().write(name, inPieces(bytesOf(MB)));
    await (await storage().read(name))[Symbol.asyncIterator]().return?.();
    for await (const _ of await storage().read(name)) break;
    expect((await readAll(await storage().read(name))).length).toBe(MB);
  });

  it.each([0, 100, 5 * MB, 12 * MB])(
    'leaves nothing of a body that breaks off after %i bytes',
    async (count) => {
      const [name, broke] = [newName(), new Error('the client went')];
      await expect(storage().write(name, inPieces(bytesOf(count), 64 << 10, broke))).rejects.toBe(broke);
      expect(await storage().size(name)).toBeNull();
      expect(await listed(storage(), name)).toEqual([]);
    },
  );

  it('stops at once when told to, also while it waits for bytes that never come', async () => {
    const [name, stop, reason] = [newName(), new AbortController(), new Error('stopped')];
    const writing = storage().write(name, never(bytesOf(100)), stop.signal);
    stop.abort(reason);
    await expect(writing).rejects.toBe(reason);
    expect(await listed(storage(), name)).toEqual([]);
    await expect(storage().write(name, inPieces(bytesOf(5)), stop.signal)).rejects.toBe(reason);
  });

  it('knows nothing of a name that was never written', async () => {
    const name = newName();
    expect(await storage().size(name)).toBeNull();
    expect(await storage().partialSize(name)).toBe(0);
    expect(await storage().seal(name)).toBeNull();
    await expect(storage().read(name)).rejects.toMatchObject({ code: 'not_found' });
    await storage().remove(name);
  });

  it.each([
    '../etc/passwd',
    'a',
    '',
    '/',
    '..',
    '0199aaaa-0000-7000-8000-000000000000/x',
    '0199AAAA-0000-7000-8000-000000000000',
  ])('takes no name but ours: %j', async (name) => {
    const ours = 'an object is named by a UUID in lower case';
    const calls = [
      async () => storage().write(name, inPieces(bytesOf(1))),
      async () => storage().read(name),
      async () => storage().size(name),
      async () => storage().remove(name),
      async () => storage().append(name, 0, inPieces(bytesOf(1))),
      async () => storage().partialSize(name),
      async () => storage().seal(name),
    ];
    for (const each of calls) await expect(each()).rejects.toThrow(ours);
  });

  it('collects a partial object piece by piece, which nobody can read before it is sealed', async () => {
    const [name, content] = [newName(), bytesOf(17 * MB)];
    const ends = [1000, 5 * MB, 5 * MB + 1, 11 * MB + 7, 17 * MB];
    let at = 0;
    for (const end of ends) {
      expect(await storage().append(name, at, inPieces(content.subarray(at, end)))).toBe(end);
      expect(await storage().partialSize(name)).toBe(end);
      expect(await storage().size(name)).toBeNull();
      at = end;
    }
    await expect(storage().append(name, 1000, inPieces(content))).rejects.toMatchObject({ code: 'conflict' });
    await expect(storage().append(name, at + 1, inPieces(content))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await listed(storage(), name)).every(({ whole }) => !whole)).toBe(true);
    expect(await storage().seal(name)).toBe(17 * MB);
    expect((await readAll(await storage().read(name))).equals(content)).toBe(true);
    expect(await storage().seal(name)).toBe(17 * MB);
    expect(await storage().partialSize(name)).toBe(0);
    expect(await listed(storage(), name)).toMatchObject([{ whole: true, bytes: 17 * MB }]);
    await storage().remove(name);
  });

  it.each([100, 5 * MB + 3])(
    'keeps what came of a piece that broke off after %i bytes, to go on from',
    async (count) => {
      const [name, content, broke] = [newName(), bytesOf(count + 10), new Error('the client went')];
      const first = inPieces(content.subarray(0, count), 64 << 10, broke);
      await expect(storage().append(name, 0, first)).rejects.toBe(broke);
      expect(await storage().partialSize(name)).toBe(count);
      await storage().append(name, count, inPieces(content.subarray(count)));
      await storage().seal(name);
      expect((await readAll(await storage().read(name))).equals(content)).toBe(true);
      await storage().remove(name);
    },
  );

  it('seals an object of no bytes', async () => {
    const name = newName();
    await storage().append(name, 0, inPieces(bytesOf(0)));
    expect(await storage().seal(name)).toBe(0);
    expect(await storage().size(name)).toBe(0);
    await storage().remove(name);
  });

  it('removes a partial object: it begins anew then', async () => {
    const name = newName();
    await storage().append(name, 0, inPieces(bytesOf(5 * MB + 5)));
    await storage().remove(name);
    expect(await storage().partialSize(name)).toBe(0);
    expect(await listed(storage(), name)).toEqual([]);
    await storage().append(name, 0, inPieces(bytesOf(9)));
    expect(await storage().partialSize(name)).toBe(9);
    await storage().remove(name);
  });
}
