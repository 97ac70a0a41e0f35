import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeteredLane } from '../testing/metered-lane';
import { form, openUploads, text, type Uploader, uploaderAt } from '../testing/uploads';
import type { FileView } from './schema';

let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  lane = await openUploads();
  who = await uploaderAt(lane.url);
});
afterAll(() => lane.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const filesIn = async (response: Response) => ((await response.json()) as { data: FileView[] }).data;

describe('POST /upload/stream', () => {
  it('stores the body under its name, by its content, and counts its bytes before it answers', async () => {
    const content = text(70_000);
    const before = await who.level();
    const response = await who.send('/upload/stream?filename=notes.txt', { method: 'POST', body: content });
    expect(response.status).toBe(201);
    const [file] = await filesIn(response);
    expect(file).toMatchObject({
      ...{ name: 'notes.txt', bytes: 70_000, kind: 'document', content_type: 'text/plain' },
      ...{ state: 'stored', via: 'stream', sha256: sha256(content), description: null },
    });
    expect(await who.level()).toEqual({ used: before.used + 70_000, reserved: 0 });
    expect(await who.expected()).toBe(before.used + 70_000);
    const read = await who.send(`/v1/files/${file?.id}`);
    expect(Buffer.from(await read.arrayBuffer()).equals(Buffer.from(content))).toBe(true);
  });

  it('takes one file of a form, and no second one', async () => {
    const one = await who.send('/upload/stream', {
      method: 'POST',
      body: form('file', ['a.md', text(5_000)]),
    });
    expect(one.status).toBe(201);
    expect((await filesIn(one))[0]).toMatchObject({
      name: 'a.md',
      bytes: 5_000,
      content_type: 'text/markdown',
    });
    const before = await who.level();
    const two = form('file', ['a.md', text(5_000)], ['b.md', text(5_000)]);
    const refused = await who.send('/upload/stream', { method: 'POST', body: two });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('and has several');
    expect(await who.level()).toEqual(before);
    expect(await who.expected()).toBe(before.used);
  });
});
