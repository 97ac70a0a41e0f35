import { AppError } from './errors';

export const MICROS = 1_000_000;

/**
 * Parses an amount such as "12.50" into integer micro-units.
 * @throws AppError `invalid_request` for anything but a non-negative decimal with at most 6 places below 2^53.
 */
export function parseMoney(amount: string, field = 'amount'): number {
  const match = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(amount);
  const micros = match ? Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(6, '0')) : Number.NaN;
  if (!Number.isSafeInteger(micros)) {
    throw new AppError(
      'invalid_request',
      `${field} must be a non-negative amount such as "12.50", with at most six decimals and below 9,007,199,254.`,
      { field },
    );
  }
  return micros;
}

/** Micro-units as a plain decimal string, e.g. 12500000 → "12.50" (at least two decimals). */
export function formatDecimal(micros: number): string {
  const whole = Math.floor(micros / MICROS);
  const fraction = String(micros % MICROS)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${whole}.${fraction}`;
}

/** Micro-units in words of the catalog's currency, e.g. "₹12.50". */
export function formatMoney(micros: number, currency: string, locale = 'en'): string {
  const small = micros % 10_000 !== 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: small ? 6 : 2,
  }).format(micros / MICROS);
}

/**
 * Cost in micro-units: the ceiling of the total, at prices per 10^6 tokens.
 * Exact while the numerator stays below 2^53 (the callers bound tokens and prices).
 */
export function costMicros(tokensIn: number, inputPrice: number, tokensOut: number, outputPrice: number) {
  return ceilDiv(tokensIn * inputPrice + tokensOut * outputPrice, 1_000_000);
}

/** Integer ceiling of a/b without a rounding division. */
export function ceilDiv(a: number, b: number): number {
  const rest = a % b;
  return (a - rest) / b + (rest > 0 ? 1 : 0);
}
