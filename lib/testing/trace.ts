import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One request of a real hour of LLM traffic (Azure, November 2023, CC-BY). */
export interface TraceRequest {
  atMs: number;
  tokensIn: number;
  tokensOut: number;
}

const file = (name: 'conv' | 'code') =>
  path.resolve(process.cwd(), `../shared/data/azure-llm-2023-${name}.csv`);

/** Why a test that needs the trace does not run here; null where it does. */
export const traceAbsent = (name: 'conv' | 'code'): string | null =>
  existsSync(file(name)) ? null : `the traffic trace ${path.basename(file(name))} is not beside the project`;

/** The trace in its own order. Timestamps have 100 ns; instants are whole milliseconds. */
export function readTrace(name: 'conv' | 'code'): TraceRequest[] {
  const [, ...lines] = readFileSync(file(name), 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => {
    const [at = '', tokensIn, tokensOut] = line.split(',');
    const atMs = Date.parse(`${at.slice(0, 23).replace(' ', 'T')}Z`);
    return { atMs, tokensIn: Number(tokensIn), tokensOut: Number(tokensOut) };
  });
}
