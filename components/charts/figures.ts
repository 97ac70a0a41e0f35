import { formatMoney } from '@/components/format/limit';
import { formatExact, formatShort } from '@/components/format/number';
import { formatMs } from '@/components/format/time';
import { MICROS } from '@/lib/money';

/** What a chart counts: it decides how figures are written. Money is in micro-units, durations in ms. */
export type Unit = { kind: 'count' } | { kind: 'money'; currency: string } | { kind: 'duration' };

/** A figure in full, for tables and tooltips: "1,240" or "$12.503". */
export function fullFigure(value: number, unit: Unit): string {
  if (unit.kind === 'duration') return formatMs(value);
  return unit.kind === 'money' ? formatMoney(value, unit.currency, 'exact') : formatExact(value);
}

/** A figure in short, for tiles and legends: "1.2 k" or "$12.50". */
export function shortFigure(value: number, unit: Unit): string {
  if (unit.kind === 'duration') return formatMs(value);
  return unit.kind === 'money' ? formatMoney(value, unit.currency) : formatShort(value);
}

/** A tick of a value axis: as many decimals as the steps need, no more. */
export function tickFigure(value: number, step: number, unit: Unit): string {
  if (unit.kind === 'duration') return formatMs(value);
  if (unit.kind === 'count') return step < 100 ? formatExact(value) : formatShort(value);
  const amount = value / MICROS;
  const short = amount >= 10_000;
  const needed = short ? 0 : placesOf(step);
  // "$0.50", never "$0.5"
  const places = needed === 1 ? 2 : needed;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: unit.currency,
    notation: short ? 'compact' : 'standard',
    minimumFractionDigits: places,
    maximumFractionDigits: short ? 1 : places,
  })
    .format(amount)
    .replace('K', 'k');
}

/** How many decimals a column of micro-units needs, so that its figures align: at least two. */
export const moneyPlaces = (values: readonly number[]): number =>
  values.reduce((most, value) => (value === 0 ? most : Math.max(most, placesOf(value))), 2);

/** Micro-units with a fixed number of decimals, for a column of figures. */
export const moneyColumn = (micros: number, currency: string, places: number): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(micros / MICROS);

/** How many decimals micro-units have: 250,000 (a quarter) has two. */
function placesOf(step: number): number {
  let places = 6;
  for (let rest = step; places > 0 && rest % 10 === 0; rest /= 10) places--;
  return places;
}
