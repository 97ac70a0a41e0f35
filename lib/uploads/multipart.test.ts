import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { fileParts } from './multipart';

const TYPE = 'multipart/form-data; boundary="b b"';
const FORM = Buffer.from(
  '--b b\r\ncontent-disposition: form-data; name="note"\r\n\r\nhello\r\n' +
    '--b b\r\ncontent-disposition: form-data; name="files"; filename="größe.txt"\r\ncontent-type: text/plain\r\n\r\n' +
    'one\r\n--b\r\n-- not an end\r\n' +
    '--b b\r\ncontent-disposition: form-data; name="files"; filename="../../etc/passwd"\r\n\r\n\r\n' +
    '--b b--\r\nafterwards',
);

async function* chunks(...parts: Uint8Array[]) {
  yield* parts;
}

async function filesIn(type: string, body: AsyncIterable<Uint8Array>): Promise<string[]> {
  const files: string[] = [];
  for await (const { field, givenName, body: content } of fileParts(type, body)) {
    const read: Uint8Array[] = [];
    for await (const chunk of content) read.push(chunk);
    files.push(`${field} ${givenName}: ${Buffer.concat(read).toString()}`);
  }
  return files;
}

describe('a multipart body', () => {
  const FILES = ['files größe.txt: one\r\n--b\r\n-- not an end', 'files passwd: '];

  it('has the same files wherever it is cut', async () => {
    for (let at = 0; at <= FORM.length; at++) {
      const cut = chunks(FORM.subarray(0, at), FORM.subarray(at));
      expect(await filesIn(TYPE, cut)).toEqual(FILES);
    }
  });

  it.each([
    ['a%22b.png', 'a"b.png'],
    ['100%25 %0d%0a.png', '100%25 \r\n.png'],
  ])('names its files as browsers do: %s', async (written, name) => {
    const head = `--b b\r\ncontent-disposition: form-data; name="files"; filename="${written}"`;
    const form = Buffer.from(`${head}\r\n\r\nx\r\n--b b--\r\n`);
    expect(await filesIn(TYPE, chunks(form))).toEqual([`files ${name}: x`]);
  });

  it('is refused wherever it breaks off before its end, and never hangs', async () => {
    const end = FORM.lastIndexOf('--b b--') + '--b b--'.length;
    for (let at = 0; at < end; at++) {
      await expect(filesIn(TYPE, chunks(FORM.subarray(0, at)))).rejects.toMatchObject({
        code: 'invalid_request',
      });
    }
  });

  it('throws what its source throws, also to whoever reads a file of it then', async () => {
    const error = new AppError('upload_incomplete', 'It broke off.');
    async function* broken() {
      yield FORM.subarray(0, 250);
      throw error;
    }
    await expect(filesIn(TYPE, broken())).rejects.toBe(error);
  });

  it.each(['multipart/form-data', 'multipart/form-data; charset=utf-8'])(
    'needs a boundary: %s',
    async (type) => {
      await expect(filesIn(type, chunks(FORM))).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  it('has no more fields and no longer headers than a form of ours', async () => {
    const field = Buffer.from('--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n');
    const many = chunks(...Array.from({ length: 5_000 }, () => field), Buffer.from('--b--\r\n'));
    await expect(filesIn('multipart/form-data; boundary=b', many)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('more fields'),
    });
  });
});
