/** U+2009: stands between a figure and its unit. */
export const THIN_SPACE = '\u2009';

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const STEPS: readonly [from: number, suffix: string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Every digit, grouped: `12,345`. For tables and for the hint behind a short figure. */
export const formatExact = (value: number): string => exact.format(value);

/**
 * A short figure with one decimal: `999`, `1.2 k`, `12.3 k`, `4 M`. Cut, not rounded, so that a figure never shows
 * more than there is (999,960 is `999.9 k`, not `1,000 k` or `1 M`).
 */
export function formatShort(value: number): string {
  const size = Math.abs(value);
  for (const [from, suffix] of STEPS) {
    if (size >= from) {
      const tenths = Math.trunc((value / from) * 10 + Number.EPSILON * Math.sign(value));
      return `${exact.format(Math.trunc(tenths / 10))}${tenths % 10 ? `.${Math.abs(tenths % 10)}` : ''}${THIN_SPACE}${suffix}`;
    }
  }
  return exact.format(value);
}

/** Bytes in powers of two, as the plans count them: `1.5 GB` is 1.5 × 2^30. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)}${THIN_SPACE}${units[unit]}`;
}

/** A share of one, cut to whole percent so that 100 % means all of it: `99 %`. */
export const formatShare = (share: number): string => `${Math.trunc(share * 100)}${THIN_SPACE}%`;

/** `1 key`, `2 keys`: the figure with its noun. */
export const formatCount = (count: number, singular: string, plural = `${singular}s`): string =>
  `${exact.format(count)} ${count === 1 ? singular : plural}`;
