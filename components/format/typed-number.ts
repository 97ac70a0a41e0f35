/** Commas between groups of digits, as English and Indian hands write them. */
const GROUPED = /^-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$/;

/**
 * A number as it is typed, without what groups its digits: `1,250.50` and `1 250.50` are `1250.50`. A comma that groups
 * none may stand for a decimal point, and `1,5` must never become 15: it stays, and is then refused as no number.
 */
export function typedNumber(text: string): string {
  const typed = text.replaceAll(/[\s_]/g, '');
  return GROUPED.test(typed) ? typed.replaceAll(',', '') : typed;
}
