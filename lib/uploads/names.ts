/** Most bytes of a shown name, as most file systems have it. */
const NAME_BYTES = 255;
/** Control characters, and marks that are not seen but change how a name reads ("gnp.exe" as "exe.png");
 * not the joiners that some scripts and emoji need. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * A given name as it is shown and offered at download: the last step of a path, without anything unseen, at most
 * 255 bytes with its ending kept; '' where nothing is left. Never part of where a file lies.
 */
export function shownName(given: string): string {
  const last = given.replaceAll('\0', '').split(/[/\\]/).at(-1) ?? '';
  // By way of UTF-8, halves of surrogate pairs become U+FFFD.
  const seen = Buffer.from(last.normalize('NFC')).toString().replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
  if (/^\.*$/.test(seen)) return '';
  if (Buffer.byteLength(seen) <= NAME_BYTES) return seen;
  const dot = seen.lastIndexOf('.');
  const ending = dot > 0 && seen.length - dot <= 20 ? seen.slice(dot) : '';
  return cut(seen, NAME_BYTES - Buffer.byteLength(ending)) + ending;
}

/** The longest beginning of whole characters that has at most so many bytes. */
function cut(text: string, bytes: number): string {
  let length = 0;
  let taken = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    taken += character;
  }
  return taken;
}
