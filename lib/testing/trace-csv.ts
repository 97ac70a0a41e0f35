import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real request traces are too large for the repository: they lie in a folder beside it where there are any. */
const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export interface TraceRow {
  /** Milliseconds since the first request of the trace. */
  atMs: number;
  tokensIn: number;
  tokensOut: number;
}

/**
 * The rows of a trace (`TIMESTAMP,ContextTokens,GeneratedTokens`), or null where it is not on this
 * machine; then say so: `it.skipIf(trace === null)`.
 */
export function readTrace(name: 'azure-llm-2023-conv.csv' | 'azure-llm-2023-code.csv'): TraceRow[] | null {
  if (!fs.existsSync(FOLDER + name)) {
    console.log(`skipped: ${name} is not in ../shared/data beside this folder`);
    return null;
  }
  const lines = fs
    .readFileSync(FOLDER + name, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const rows = lines.map((line) => {
    const [at = '', tokensIn, tokensOut] = line.split(',');
    // Ten-millionths of a second: Date keeps thousandths.
    return {
      atMs: Date.parse(`${at.replace(' ', 'T').slice(0, 23)}Z`),
      tokensIn: Number(tokensIn),
      tokensOut: Number(tokensOut),
    };
  });
  const firstMs = rows[0]?.atMs ?? 0;
  return rows.map((row) => ({ ...row, atMs: row.atMs - firstMs }));
}
