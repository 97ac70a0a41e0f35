import { formatMoney, MICROS } from '@/lib/money';

/** What a figure counts: it decides how the figure is written. */
export type Unit = { kind: 'count'; one: string; many: string } | { kind: 'money'; currency: string };

const exactCount = new Intl.NumberFormat('en');
const compactCount = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1240 → "1.2k": for tiles, axes and gauges. The exact figure goes in the title and the table. */
export const compact = (value: number): string => compactCount.format(value).replace('K', 'k');

/** 1240 → "1,240" */
export const exact = (value: number): string => exactCount.format(value);

/** A figure in full: "1,240" or "$12.503". Money is in micro-units. */
export const fullFigure = (value: number, unit: Unit): string =>
  unit.kind === 'money' ? formatMoney(value, unit.currency) : exact(value);

/** A figure in short: "1.2k" or "$1.2k". Money below a cent keeps three significant digits. */
export function shortFigure(value: number, unit: Unit): string {
  if (unit.kind === 'count') return compact(value);
  const amount = value / MICROS;
  const style = { style: 'currency', currency: unit.currency } as const;
  if (amount >= 10_000)
    return new Intl.NumberFormat('en', { ...style, notation: 'compact', maximumFractionDigits: 1 })
      .format(amount)
      .replace('K', 'k');
  if (amount > 0 && amount < 0.1)
    return new Intl.NumberFormat('en', { ...style, maximumSignificantDigits: 3 }).format(amount);
  return new Intl.NumberFormat('en', style).format(amount);
}

/** A tick of a value axis: as many decimals as the steps need, no more. */
export function tickFigure(value: number, step: number, unit: Unit): string {
  if (unit.kind === 'count') return compact(value);
  const amount = value / MICROS;
  const places = Math.max(0, Math.ceil(-Math.log10(step / MICROS) - 1e-9));
  const fraction = Math.min(6, Number.isInteger((step / MICROS) * 10 ** places) ? places : places + 1);
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: unit.currency,
    notation: amount >= 10_000 ? 'compact' : 'standard',
    minimumFractionDigits: amount >= 10_000 ? 0 : fraction,
    maximumFractionDigits: amount >= 10_000 ? 1 : fraction,
  })
    .format(amount)
    .replace('K', 'k');
}

/** "1 request", "1,240 requests"; money stands alone. */
export const figureWithUnit = (value: number, unit: Unit): string =>
  unit.kind === 'money'
    ? fullFigure(value, unit)
    : `${exact(value)}\u2009${value === 1 ? unit.one : unit.many}`;
