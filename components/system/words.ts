import { formatBytes, formatExact, THIN_SPACE } from '@/components/format/number';
import { formatDuration } from '@/components/format/time';

/** Figures of the system page; what could not be measured is a dash. */
export const NONE = '–';

export const countWords = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : formatExact(value);

export const bytesWords = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : formatBytes(value);

export const spanWords = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? NONE : formatDuration(seconds * 1000);

/** `0.42 ms`, `12.3 ms`, `1,204 ms`: decisions take fractions of one. */
export function latencyWords(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NONE;
  const digits = ms < 1 ? 2 : ms < 100 ? 1 : 0;
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(ms)}${THIN_SPACE}ms`;
}

/** `+1,200` or `−7`: too much or too little. */
export const signed = (words: string, value: number): string =>
  value < 0 ? `−${words}` : value > 0 ? `+${words}` : words;
