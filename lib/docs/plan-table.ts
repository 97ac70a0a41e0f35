import { formatMoney } from '../money';
import { limitId, type Metric, parseWindow, type Scope } from '../plans/limit';
import type { CatalogView, PlanLimitView, PublishedPlanView } from '../plans/schema';
import type { Block } from './page';
import { bytes, figure, limitReach, limitTitle, limitValue } from './words';

const idOf = ({ metric, resource, scope, window }: PlanLimitView): string =>
  limitId({
    metric: metric as Metric,
    resource: resource ?? '',
    scope: scope as Scope,
    window: parseWindow(window),
  });

const PRIORITIES = ['', '1 (low)', '2 (normal)', '3 (high)', '4 (critical)'];

/** Plans side by side: every limit of any of them is a row, in the order of the lowest plan. */
export function planTable(catalog: CatalogView): Block {
  const { plans, currency } = catalog;
  const limits = new Map<string, PlanLimitView>();
  for (const plan of plans) for (const limit of plan.limits) limits.set(idOf(limit), limit);
  const rows = [...limits].map(([id, limit]) => [
    { text: limitTitle(limit), detail: limitReach(limit) },
    ...plans.map((plan) =>
      value(
        plan.limits.find((own) => idOf(own) === id),
        currency,
      ),
    ),
  ]);
  return {
    kind: 'table',
    caption: `Plans of ${catalog.name}`,
    columns: ['Limit', ...plans.map(({ name }) => name)],
    rows: [...rows, ...sizeRows(plans), ...priorityRow(plans), ...accessRow(plans)],
  };
}

function value(limit: PlanLimitView | undefined, currency: string): string {
  return limit?.metric === 'cost' && limit.limit ? formatMoney(limit.limit, currency) : limitValue(limit);
}

function sizeRows(plans: readonly PublishedPlanView[]): string[][] {
  if (plans.every(({ sizes }) => sizes === null)) return [];
  const row = (title: string, of: (sizes: NonNullable<PublishedPlanView['sizes']>) => string) => [
    title,
    ...plans.map(({ sizes }) => (sizes ? of(sizes) : '—')),
  ];
  return [
    row('Files in one batch', (sizes) => figure(sizes.batch_files)),
    row('One image', (sizes) => bytes(sizes.image_bytes)),
    row('One document', (sizes) => bytes(sizes.document_bytes)),
    row('One video', (sizes) => bytes(sizes.video_bytes)),
  ];
}

function priorityRow(plans: readonly PublishedPlanView[]): string[][] {
  if (new Set(plans.map(({ priority }) => priority)).size < 2) return [];
  return [['Priority', ...plans.map(({ priority }) => PRIORITIES[priority] ?? `${priority}`)]];
}

function accessRow(plans: readonly PublishedPlanView[]): string[][] {
  if (plans.every(({ api_access }) => api_access)) return [];
  return [['API keys', ...plans.map(({ api_access }) => (api_access ? 'Yes' : 'No'))]];
}

/** The models of a catalog with what they cost, per 10^6 tokens. */
export function modelTable({ name, models, currency }: CatalogView): Block {
  return {
    kind: 'table',
    caption: `Models of ${name}`,
    columns: ['Model', 'For', 'Priced by', 'Input', 'Output', 'Tokens count'],
    rows: models.map((model) => [
      `\`${model.name}\``,
      model.resource,
      `a million ${model.meter}`,
      formatMoney(model.input_price, currency),
      formatMoney(model.output_price, currency),
      `× ${figure(model.weight)}`,
    ]),
  };
}
