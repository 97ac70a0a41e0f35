import { capacityWords, idOf } from '@/components/admin/compare-plans';
import { limitName, scopeWords } from '@/components/format/limit';
import { formatBytes, formatExact } from '@/components/format/number';
import type { PlanLimitView, PublishedPlanView } from '@/lib/plans/schema';

/** What a plan says in one row. */
export interface PlanCell {
  text: string;
  /** Smaller, below: what a key may be set to. */
  note: string | null;
  /** Nothing, or not included: shown quieter. */
  absent: boolean;
}

export interface PlanTableRow {
  id: string;
  name: string;
  /** For whom it is counted. */
  scope: string;
  /** One for each plan, in their order. */
  cells: PlanCell[];
}

type TablePlan = Pick<PublishedPlanView, 'slug' | 'limits' | 'api_access' | 'priority'> &
  Partial<Pick<PublishedPlanView, 'sizes'>>;

const PRIORITY = ['', 'Low', 'Medium', 'High', 'Critical'];

const plain = (text: string, absent = false): PlanCell => ({ text, note: null, absent });

/** The compare table of a catalog: a row for each limit that any plan has, then what else differs. */
export function planTable(plans: readonly TablePlan[], currency: string): PlanTableRow[] {
  const byPlan = plans.map((plan) => new Map(plan.limits.map((limit) => [idOf(limit), limit])));
  const limits = new Map(plans.flatMap((plan) => plan.limits.map((limit) => [idOf(limit), limit])));
  const rows = [...limits].map(
    ([id, limit]): PlanTableRow => ({
      id,
      name: limitName(limit),
      scope: scopeWords(limit.scope),
      cells: byPlan.map((own) => limitCell(own.get(id), currency)),
    }),
  );
  return [...rows, ...sizeRows(plans), ...accessRows(plans)];
}

function limitCell(limit: PlanLimitView | undefined, currency: string): PlanCell {
  if (!limit) return plain('No limit', true);
  if (limit.custom) return plain('Custom');
  const text = capitalised(capacityWords(limit.limit, limit.metric, currency));
  const note =
    limit.ceiling === null ? null : `a key up to ${capacityWords(limit.ceiling, limit.metric, currency)}`;
  return { text, note, absent: limit.limit === 0 };
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function sizeRows(plans: readonly TablePlan[]): PlanTableRow[] {
  if (plans.every((plan) => !plan.sizes)) return [];
  const row = (id: string, name: string, text: (sizes: NonNullable<TablePlan['sizes']>) => string) => ({
    id,
    name,
    scope: 'each upload',
    cells: plans.map(({ sizes }) => (sizes ? plain(text(sizes)) : plain('None', true))),
  });
  return [
    row('sizes files', 'Files in a batch', (sizes) => formatExact(sizes.batch_files)),
    row('sizes image', 'Largest image', (sizes) => formatBytes(sizes.image_bytes)),
    row('sizes document', 'Largest document', (sizes) => formatBytes(sizes.document_bytes)),
    row('sizes video', 'Largest video', (sizes) => formatBytes(sizes.video_bytes)),
  ];
}

/** Rows that are worth reading only where plans differ. */
function accessRows(plans: readonly TablePlan[]): PlanTableRow[] {
  const rows: PlanTableRow[] = [];
  if (plans.some((plan) => !plan.api_access)) {
    rows.push({
      id: 'api access',
      name: 'API keys',
      scope: scopeWords('workspace'),
      cells: plans.map((plan) => plain(plan.api_access ? 'Included' : 'Not included', !plan.api_access)),
    });
  }
  if (new Set(plans.map((plan) => plan.priority)).size > 1) {
    rows.push({
      id: 'priority',
      name: 'Priority when it is busy',
      scope: scopeWords('workspace'),
      cells: plans.map((plan) => plain(PRIORITY[plan.priority] ?? String(plan.priority))),
    });
  }
  return rows;
}
