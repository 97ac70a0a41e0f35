/** The first bytes of files as programs write them: enough for what looks at content alone. */
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

/** A zip's local file header, and stored content after it. */
export const zipEntry = (name: string, content = ''): Uint8Array => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name + content, 'latin1')]);
};

const rest = '\0'.repeat(64);
export const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF\0', rest);
export const PNG = bytes(
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13],
  'IHDR',
  [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 10],
  'IDAT',
  rest,
);
export const GIF = bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0], rest);
export const WEBP = bytes('RIFF', [36, 0, 0, 0], 'WEBPVP8 ', rest);
export const HEIC = bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic', rest);
export const MP4 = bytes([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2', rest);
export const QUICKTIME = bytes([0, 0, 0, 20], 'ftypqt  ', [0, 0, 0, 0], 'qt  ', rest);
export const WEBM = bytes(
  [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0xf7, 0x81, 1, 0x42, 0xf2, 0x81, 4],
  [0x42, 0xf3, 0x81, 8, 0x42, 0x82, 0x84],
  'webm',
  [0x42, 0x87, 0x81, 2, 0x42, 0x85, 0x81, 2],
  rest,
);
export const AVI = bytes('RIFF', [36, 0, 0, 0], 'AVI LIST', rest);
export const PDF = bytes('%PDF-1.7\n%', [0xe2, 0xe3, 0xcf, 0xd3], '\n1 0 obj\n<<>>\nendobj\n');
export const RTF = bytes('{\\rtf1\\ansi hello}');
export const DOCX = Buffer.concat([
  zipEntry('[Content_Types].xml', '<x/>'),
  zipEntry('word/document.xml', '<x/>'),
]);
export const ODT = zipEntry('mimetype', 'application/vnd.oasis.opendocument.text');
export const OLE = bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], '\0'.repeat(600));
export const EXE = bytes('MZ', [0x90, 0, 3, 0, 0, 0], rest);
export const ELF = bytes([0x7f], 'ELF', [2, 1, 1, 0], rest);
export const MP3 = bytes('ID3', [4, 0, 0, 0, 0, 0, 0, 0xff, 0xfb, 0x90, 0x64], rest);
export const M4A = bytes([0, 0, 0, 24], 'ftypM4A ', [0, 0, 0, 0], 'M4A mp42', rest);
