import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV. Cells that a spreadsheet would take for a formula (= + - @, tab, carriage return) get an apostrophe
 * in front.
 * @param header whether the columns' names come first: not on the later pieces of one file
 */
export const toCsv = (rows: readonly object[], columns: readonly string[], header = true): string =>
  stringify([...rows], { header, columns: [...columns], escape_formulas: true, cast: { boolean: String } });
