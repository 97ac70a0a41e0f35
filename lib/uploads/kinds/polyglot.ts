/** Browsers and readers look about so far for the sign of a page or a PDF. */
const PDF_LOOKS_FOR = 1024;

/** What else a file is beside what its first bytes say; null for an honest one. */
export function carriesMore(head: Uint8Array, kind: 'image' | 'document' | 'video'): string | null {
  const seen = kind === 'document' ? head.subarray(0, PDF_LOOKS_FOR) : head;
  const text = Buffer.from(seen.buffer, seen.byteOffset, seen.byteLength).toString('latin1');
  if (/<(?:!doctype\s+html|html|script|svg|\?php)[\s>/]/i.test(text)) return 'a web page or script';
  if (kind !== 'document' && text.includes('%PDF-')) return 'a PDF';
  return null;
}
