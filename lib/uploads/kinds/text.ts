const TYPES: Record<string, string> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  md: 'text/markdown',
  json: 'application/json',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};
/** What may stand before the first element of a page or drawing. */
const PROLOGUE = /^(?:\ufeff|\s|<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>)*/;
/** A page or drawing that whatever opens it would run. In the middle of a text it is only text. */
const ACTIVE = /^<(?:!doctype|html|head|body|script|svg|iframe|object|embed|style|meta|link|title|\?php)\b/i;
/** No text has these; tab, line feeds, form feed and escape (coloured logs) it may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

type Text = { contentType: string } | { problem: string };

/** Whether first bytes without any format's sign are plain text, in UTF-8 or in UTF-16 with its mark. */
export function textType(head: Uint8Array, ending: string): Text {
  const text = decode(head);
  if (text === null || CONTROLS.test(text)) return { problem: 'of a type that nobody knows' };
  if (/^#!/.test(text)) return { problem: 'a script' };
  if (ACTIVE.test(text.replace(PROLOGUE, '')))
    return { problem: 'a web page or drawing that can carry scripts (HTML, SVG)' };
  return { contentType: TYPES[ending] ?? 'text/plain' };
}

const encodingOf = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

/** Whether they begin with UTF-16's mark. */
export const hasMark = (head: Uint8Array): boolean => encodingOf(head) !== 'utf-8';

function decode(head: Uint8Array): string | null {
  try {
    // As of a stream: a letter may be cut at the end of what was read.
    return new TextDecoder(encodingOf(head), { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}
