import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileTypeOf } from './kinds';
import * as sample from './samples.fixture';

const text = (content: string): Uint8Array => Buffer.from(content);

describe('a file is what its content says', () => {
  it.each([
    ['a JPEG', sample.JPEG, 'image', 'image/jpeg'],
    ['a PNG', sample.PNG, 'image', 'image/png'],
    ['a GIF', sample.GIF, 'image', 'image/gif'],
    ['a WebP', sample.WEBP, 'image', 'image/webp'],
    ['a HEIC', sample.HEIC, 'image', 'image/heic'],
    ['an MP4', sample.MP4, 'video', 'video/mp4'],
    ['a QuickTime film', sample.QUICKTIME, 'video', 'video/quicktime'],
    ['a WebM', sample.WEBM, 'video', 'video/webm'],
    ['an AVI', sample.AVI, 'video', 'video/vnd.avi'],
    ['a PDF', sample.PDF, 'document', 'application/pdf'],
    ['an RTF', sample.RTF, 'document', 'application/rtf'],
    ['a Word file', sample.DOCX, 'document', /wordprocessingml/],
    ['an OpenDocument text', sample.ODT, 'document', 'application/vnd.oasis.opendocument.text'],
    ['plain text', text('Ein Satz, größer als ASCII.\n'), 'document', 'text/plain'],
    ['UTF-16 with its mark', Buffer.from('\ufeffhello', 'utf16le'), 'document', 'text/plain'],
    ['text that is cut in a letter', text('größe').subarray(0, 3), 'document', 'text/plain'],
  ])('%s', async (_name, head, kind, contentType) => {
    const type = await fileTypeOf(head, 'anything.exe');
    expect(type.kind).toBe(kind);
    expect(type.contentType).toMatch(contentType);
  });

  it.each([
    ['a.csv', 'text/csv'],
    ['A.MD', 'text/markdown'],
    ['a.json', 'application/json'],
    ['page.html', 'text/plain'],
    ['', 'text/plain'],
  ])('only what a text is for is told by its name: %s', async (name, contentType) => {
    expect(await fileTypeOf(text('{"a": 1}'), name)).toEqual({ kind: 'document', contentType });
  });

  it.each([
    ['report.doc', 'application/msword'],
    ['TABLE.XLS', 'application/vnd.ms-excel'],
  ])('an old Office file is one where it is also named so: %s', async (name, contentType) => {
    expect(await fileTypeOf(sample.OLE, name)).toEqual({ kind: 'document', contentType });
  });
});

describe('refused with a sentence that says what it is', () => {
  it.each([
    ['a program for Windows', sample.EXE, 'photo.jpg', /of another type/],
    ['a program for Linux', sample.ELF, 'photo.jpg', /of another type/],
    ['sound', sample.MP3, 'a.mp4', /sound \(audio\/mpeg\)/],
    ['sound in a film’s container', sample.M4A, 'a.mp4', /sound/],
    ['an archive', sample.zipEntry('a.txt', 'hello'), 'a.docx', /an archive/],
    ['a program for Java', sample.zipEntry('META-INF/MANIFEST.MF'), 'a.docx', /an archive/],
    ['an installer as an old Office file', sample.OLE, 'setup.msi', /of another type/],
    ['a page', text('<!doctype html><p>hello'), 'a.txt', /HTML, SVG/],
    ['a page behind a comment', text('\ufeff <!-- x --> <SCRIPT>alert(1)</SCRIPT>'), 'a.md', /HTML, SVG/],
    [
      'a drawing',
      text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'a.png',
      /HTML, SVG/,
    ],
    ['a script', text('#!/bin/sh\nrm -rf /\n'), 'a.txt', /a script/],
    [
      'a picture that is a page too',
      Buffer.concat([sample.GIF, text('<script>alert(1)</script>')]),
      'a.gif',
      /in one/,
    ],
    ['a picture that is a PDF too', Buffer.concat([sample.JPEG, sample.PDF]), 'a.jpg', /a PDF in one/],
    ['a PDF that is a page too', Buffer.concat([sample.PDF, text('<html><script>')]), 'a.pdf', /in one/],
    ['noise', Buffer.from([0x80, 0, 1, 2, 3, 0xfe, 0xff, 9]), 'a.txt', /nobody knows/],
    ['text with a NUL', text('hello\0world'), 'a.txt', /nobody knows/],
  ])('%s', async (_name, head, givenName, message) => {
    await expect(fileTypeOf(head, givenName)).rejects.toMatchObject({
      code: 'file_type_not_allowed',
      message: expect.stringMatching(message),
    });
  });

  it('an empty file', async () => {
    await expect(fileTypeOf(new Uint8Array(), 'a.txt')).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

it('a zip bomb as a document is told by its names: nothing of it is unpacked', async () => {
  const bomb = deflateRawSync(Buffer.alloc(8 << 20));
  const head = Buffer.concat([
    sample.zipEntry('[Content_Types].xml', bomb.toString('latin1')),
    sample.zipEntry('xl/a.xml'),
  ]);
  const before = process.memoryUsage().arrayBuffers;
  expect(await fileTypeOf(head.subarray(0, 16 << 10), 'a.xlsx')).toMatchObject({ kind: 'document' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 << 20);
});

it('any first bytes whatever get a type or a refusal, never anything else', async () => {
  const signs = Object.values(sample).filter((value) => value instanceof Uint8Array);
  const head = fc
    .tuple(fc.constantFrom(new Uint8Array(), ...signs), fc.uint8Array({ maxLength: 400 }), fc.nat(700))
    .map(([sign, noise, length]) => Buffer.concat([sign, noise]).subarray(0, length));
  await fc.assert(
    fc.asyncProperty(head, fc.string(), async (some, name) => {
      const outcome = await fileTypeOf(some, name).then(
        (type) => type.kind,
        (error: { code?: string }) => error.code,
      );
      expect(['image', 'document', 'video', 'file_type_not_allowed', 'invalid_request']).toContain(outcome);
    }),
    { numRuns: 500 },
  );
});
