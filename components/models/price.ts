import { typedNumber } from '@/components/format/typed-number';
import { formatDecimal, formatMoney, parseMoney } from '@/lib/money';
import type { Meter } from '@/lib/plans/resources';

/** How people quote a price: so many units of what a meter counts. */
const QUOTED: Record<Meter, { units: number; per: string }> = {
  tokens: { units: 1_000_000, per: '1M tokens' },
  characters: { units: 1_000_000, per: '1M characters' },
  images: { units: 1, per: 'image' },
  seconds: { units: 60, per: 'minute' },
};

const PER = 1_000_000;

/** `1M tokens`, `image`, `minute`: what a price of this meter is for. */
export const pricedPer = (meter: Meter): string => QUOTED[meter].per;

/** Micro-units of what is quoted, from micro-units per 10^6 units; rounded where a minute does not divide. */
const quotedMicros = (price: number, meter: Meter): number => Math.round((price * QUOTED[meter].units) / PER);

/** A stored price as it is quoted: `$0.15`. */
export const formatPrice = (price: number, meter: Meter, currency: string): string =>
  formatMoney(quotedMicros(price, meter), currency);

/** A stored price as it is typed: `0.15`. */
export const priceText = (price: number, meter: Meter): string => formatDecimal(quotedMicros(price, meter));

/**
 * A typed price as it is stored; a part of a micro-unit is rounded up.
 * @returns a sentence instead where it is none
 */
export function parsePrice(text: string, meter: Meter): number | string {
  const typed = typedNumber(text);
  if (typed === '') return 'Enter a price; 0 where this side costs nothing.';
  try {
    return Math.ceil((parseMoney(typed) * PER) / QUOTED[meter].units);
  } catch {
    return 'Enter an amount such as 0.15, with at most six decimals.';
  }
}

/** Which sides of a call cost something by a meter. */
export const pricedSides = (meter: Meter): { input: boolean; output: boolean } => ({
  input: meter !== 'images',
  output: meter === 'tokens' || meter === 'images',
});
