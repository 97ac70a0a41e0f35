import { stringify } from 'csv-stringify/sync';
import type { UsageView } from './schema';

const COLUMNS = ['start', 'group', 'name', 'requests', 'tokens_in', 'tokens_out', 'cost_micros', 'denied'];

/**
 * The rows of a usage answer as CSV, with the group's name beside its id. Cells that a spreadsheet would
 * take for a formula (= + - @, tab, carriage return) are prefixed with an apostrophe.
 */
export function usageCsv(view: UsageView): string {
  const rows = view.data.map((row) => ({ ...row, name: view.groups[row.group] ?? '' }));
  return stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true });
}
