import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shownName } from './names';

it.each([
  ['photo.jpg', 'photo.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\a\\photo.jpg', 'photo.jpg'],
  ['/absolute/photo.jpg', 'photo.jpg'],
  ['a\0.jpg', 'a.jpg'],
  ['..', ''],
  ['folder/', ''],
  ['  two\t words \n.txt ', 'two words .txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['zero\u200bwidth\ufeff.png', 'zerowidth.png'],
  ['e\u0301.png', 'é.png'],
  ['👩‍🔬.png', '👩‍🔬.png'],
  ['half\ud800.png', 'half\ufffd.png'],
  ['"quoted"; filename=x.png', '"quoted"; filename=x.png'],
])('%j is shown as %j', (given, shown) => {
  expect(shownName(given)).toBe(shown);
});

it('a long name is cut to 255 bytes between letters, its ending kept', () => {
  const shown = shownName(`${'ß'.repeat(300)}.jpeg`);
  expect(shown).toBe(`${'ß'.repeat(125)}.jpeg`);
  expect(Buffer.byteLength(shown)).toBe(255);
});

it('whatever is given: no path, nothing unseen, no more than 255 bytes, and the same when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
      const shown = shownName(given);
      expect(shown).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(255);
      expect(shownName(shown)).toBe(shown);
    }),
    { numRuns: 500 },
  );
});
