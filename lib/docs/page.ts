/**
 * A page of the docs as data: the website and its `.md` twin are drawn from the same blocks, so they say the same.
 * Texts may hold `code`, **strong** and [links](/target); nothing else is marked up.
 */
export interface DocPage {
  /** `/docs/rate-limits/zihin`; its twin is at the same path with `.md`. */
  path: string;
  title: string;
  /** One sentence: below the title, and in lists of pages. */
  description: string;
  sections: DocSection[];
}

export interface DocSection {
  /** The fragment that leads here. */
  id: string;
  title: string;
  blocks: Block[];
}

export interface Cell {
  text: string;
  /** More about it, said more quietly. */
  detail?: string;
  /** A fragment that leads to this row, as errors name it in `doc_url`. */
  id?: string;
}

export interface Sample {
  label: string;
  /** `http`, `json`, `python`, `typescript`, `bash` */
  language: string;
  code: string;
  /** What to know about this one, above it. */
  note?: string;
}

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'note'; text: string }
  | { kind: 'heading'; id: string; text: string }
  | { kind: 'table'; caption: string; columns: string[]; rows: (string | Cell)[][] }
  /** Several samples are alternatives of which one is read. */
  | { kind: 'code'; caption: string; samples: Sample[] };

export const text = (words: string): Block => ({ kind: 'text', text: words });
export const note = (words: string): Block => ({ kind: 'note', text: words });
export const list = (...items: string[]): Block => ({ kind: 'list', items });
export const code = (caption: string, ...samples: Sample[]): Block => ({ kind: 'code', caption, samples });

export const cellOf = (cell: string | Cell): Cell => (typeof cell === 'string' ? { text: cell } : cell);
