import { describe, expect, test } from 'vitest';
import { type Allowances, refusalOf, seemingKind } from './allowances';

const MB = 2 ** 20;
const free: Allowances = {
  planName: 'FREE',
  sizes: { batch_files: 10, image_bytes: 25 * MB, document_bytes: 50 * MB, video_bytes: 1024 * MB },
  bytesLeft: 800 * MB,
};

test.each([
  ['image/png', 'image'],
  ['video/mp4', 'video'],
  ['application/pdf', 'document'],
  ['', 'document'],
])('a file of type %j seems to be: %s', (type, kind) => {
  expect(seemingKind(type)).toBe(kind);
});

describe('a file is told why before it is sent', () => {
  test.each([
    [{ size: 25 * MB, type: 'image/png' }, null],
    [
      { size: 25 * MB + 1, type: 'image/png' },
      'Images may have up to 25\u2009MB each on FREE; this one has 26,214,401 bytes.',
    ],
    [
      { size: 60 * MB, type: 'application/pdf' },
      'Documents may have up to 50\u2009MB each on FREE; this one has 60\u2009MB.',
    ],
    [{ size: 800 * MB, type: 'video/mp4' }, null],
    [
      { size: 900 * MB, type: 'video/mp4' },
      'Storage has 800\u2009MB left; this file has 900\u2009MB. Delete files or upgrade.',
    ],
    [{ size: 0, type: 'text/plain' }, 'This file is empty.'],
  ])('%j: %s', (file, reason) => {
    expect(refusalOf(file, free)).toBe(reason);
  });

  test('a kind that the plan leaves out', () => {
    const sizes = { ...free.sizes, video_bytes: 0 };
    expect(refusalOf({ size: 1, type: 'video/mp4' }, { ...free, sizes })).toBe(
      'Videos are not included in FREE.',
    );
  });

  test('unlimited storage refuses nothing', () => {
    expect(refusalOf({ size: 1024 * MB, type: 'video/mp4' }, { ...free, bytesLeft: null })).toBeNull();
  });
});
