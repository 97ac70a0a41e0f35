/** "PK\3\4": a zipped file, or an Office document, begins with its first entry. */
const ENTRY = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const HEADER_BYTES = 30;

const OOXML: Record<string, string> = {
  word: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xl: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};
const OOXML_ENDINGS: Record<string, string | undefined> = {
  docx: OOXML.word,
  xlsx: OOXML.xl,
  pptx: OOXML.ppt,
};
/** Formats whose first entry, never compressed, says what they are. */
const DECLARED = /^application\/(vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|epub\+zip)/;

export const isZip = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, 4)).equals(ENTRY);

/**
 * Which document a zipped file is, by the names of its entries; null for any other archive. Nothing is unpacked,
 * so it does not matter how large an entry would become (a zip bomb).
 */
export function zipType(head: Uint8Array, ending: string): string | null {
  const entries = entriesOf(Buffer.from(head.buffer, head.byteOffset, head.byteLength));
  const [first] = entries;
  if (first?.name === 'mimetype') return DECLARED.exec(first.content)?.[0] ?? null;
  if (!entries.some(({ name }) => name === '[Content_Types].xml' || name.startsWith('_rels/'))) return null;
  for (const { name } of entries) {
    const type = OOXML[name.split('/', 1)[0] ?? ''];
    if (type) return type;
  }
  // A large thumbnail may stand before what tells more.
  return OOXML_ENDINGS[ending] ?? null;
}

/** The entries that begin in the first bytes: sizes may stand behind an entry, so each is looked for. */
function entriesOf(head: Buffer): { name: string; content: string }[] {
  const entries = [];
  for (let at = head.indexOf(ENTRY); at >= 0; at = head.indexOf(ENTRY, at + 4)) {
    if (at + HEADER_BYTES > head.length) break;
    const nameEnds = at + HEADER_BYTES + head.readUInt16LE(at + 26);
    const contentBegins = nameEnds + head.readUInt16LE(at + 28);
    entries.push({
      name: head.toString('latin1', at + HEADER_BYTES, nameEnds),
      content: head.toString('latin1', contentBegins, contentBegins + 80),
    });
  }
  return entries;
}
