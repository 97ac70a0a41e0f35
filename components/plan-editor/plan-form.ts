import { idOf } from '@/components/admin/compare-plans';
import { parseCapacity } from '@/components/admin/limit-form';
import { limitName } from '@/components/format/limit';
import type { PublishedPlanView, UploadSizesView } from '@/lib/plans/schema';
import { editPlanInput, type PlanLimitInput } from '@/lib/workspaces/plans/schema';
import { parseSizes, SIZES, type SizesForm, sizeChanges, toSizesForm } from './sizes-form';

/** What can be edited of a plan, as the API takes it. */
export interface PlanBody {
  name: string;
  api_access: boolean;
  priority: number;
  limits: PlanLimitInput[];
  /** null: no uploads. */
  sizes: UploadSizesView | null;
}

const MODES = ['number', 'unlimited', 'none', 'custom'] as const;
/** A number, no bound, "not in this plan", or agreed with each workspace. */
export type Mode = (typeof MODES)[number];

/** One limit as typed. */
export interface LimitRow {
  id: string;
  limit: Pick<PlanLimitInput, 'metric' | 'resource' | 'scope' | 'window'>;
  mode: Mode;
  /** In the metric's own unit: a count, an amount of money, or megabytes. */
  amount: string;
  /** What a member may set a key to; empty: the amount. */
  ceiling: string;
}

export interface PlanForm extends Omit<PlanBody, 'limits' | 'sizes'> {
  limits: LimitRow[];
  sizes: SizesForm;
}

/** By field: `name`, a limit's id, or a size such as `image_bytes`. */
export type PlanErrors = Record<string, string>;

export const bodyOf = ({ name, api_access, priority, limits, sizes }: PublishedPlanView): PlanBody => ({
  name,
  api_access,
  priority,
  limits: limits as PlanLimitInput[],
  sizes,
});

const MEGABYTE = 2 ** 20;

function typed(amount: number | null, metric: string): string {
  if (amount === null) return '';
  if (metric === 'cost') return String(amount / 1_000_000);
  return metric === 'bytes' ? String(amount / MEGABYTE) : String(amount);
}

function modeOf({ limit, custom }: PlanLimitInput): Mode {
  if (custom) return 'custom';
  if (limit === null) return 'unlimited';
  return limit === 0 ? 'none' : 'number';
}

export const toForm = ({ limits, sizes, ...rest }: PlanBody): PlanForm => ({
  ...rest,
  sizes: toSizesForm(sizes),
  limits: limits.map((limit) => ({
    id: idOf(limit),
    limit: { metric: limit.metric, resource: limit.resource, scope: limit.scope, window: limit.window },
    mode: modeOf(limit),
    amount: limit.limit === 0 ? '' : typed(limit.limit, limit.metric),
    ceiling: typed(limit.ceiling, limit.metric),
  })),
});

/** The form as the API takes it, or one sentence for each field that is wrong. */
export function fromForm(form: PlanForm): { body: PlanBody } | { errors: PlanErrors } {
  const errors: PlanErrors = {};
  if (form.name.trim() === '') errors.name = 'Enter a name.';
  const limits = form.limits.map((row): PlanLimitInput => {
    const { metric } = row.limit;
    const none = { ...row.limit, ceiling: null, custom: row.mode === 'custom' };
    if (row.mode !== 'number') return { ...none, limit: row.mode === 'none' ? 0 : null };
    const amount = parseCapacity(row.amount, metric);
    const ceiling = row.ceiling.trim() === '' ? null : parseCapacity(row.ceiling, metric);
    if (typeof amount === 'string') errors[row.id] = amount.replace(', or choose unlimited', '');
    else if (typeof ceiling === 'string') errors[row.id] = `Keys up to: ${ceiling}`;
    else if (ceiling !== null && ceiling < amount) errors[row.id] = 'Keys up to: not less than the limit.';
    return {
      ...none,
      limit: typeof amount === 'string' ? null : amount,
      ceiling: typeof ceiling === 'string' ? null : ceiling,
    };
  });
  const sizes = parseSizes(form.sizes);
  if (Object.keys(errors).length > 0 || 'errors' in sizes)
    return { errors: { ...errors, ...('errors' in sizes ? sizes.errors : {}) } };
  const { api_access, priority } = form;
  return { body: { name: form.name.trim(), api_access, priority, limits, sizes: sizes.sizes } };
}

/** The plan as text to edit: what the API takes. */
export const toText = (body: PlanBody): string => JSON.stringify(body, null, 2);

const textSchema = editPlanInput.omit({ catalog_rev: true }).required();

/** Reads an edited text. @returns a sentence that says where it is wrong instead */
export function fromText(text: string): { body: PlanBody } | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { error: `This is no JSON yet: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  const parsed = textSchema.safeParse(value);
  if (parsed.success) return { body: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return { error: `${[...issue.path, issue.keys[0]].join('.')} is not a known field.` };
  }
  const message = issue?.message ?? 'cannot be read';
  const sentence = /^(must|is) /.test(message) ? message : `is not valid: ${message}`;
  return { error: `${issue?.path.join('.') || 'The text'} ${sentence}.`.replace(/\.\.$/, '.') };
}

const spelled = ({ limits, ...rest }: PlanBody): string =>
  JSON.stringify([
    rest.name,
    rest.api_access,
    rest.priority,
    limits.map((l) => [idOf(l), l.limit, l.ceiling, l.custom]),
    rest.sizes && SIZES.map(({ field }) => rest.sizes?.[field]),
  ]);

export const sameBody = (a: PlanBody, b: PlanBody): boolean => spelled(a) === spelled(b);

/** What an edit changes, in a few words for the bar that saves it. */
export function changeWords(before: PlanBody, after: PlanBody): string[] {
  const words: string[] = [];
  if (before.name !== after.name) words.push('name');
  if (before.api_access !== after.api_access) words.push('API keys');
  if (before.priority !== after.priority) words.push('priority');
  const own = (body: PlanBody) => new Map(body.limits.map((limit) => [idOf(limit), limit]));
  const [was, is] = [own(before), own(after)];
  for (const [id, limit] of is) {
    const old = was.get(id);
    const name = limitName(limit).toLowerCase();
    if (!old) words.push(`${name} added`);
    else if (old.limit !== limit.limit || old.ceiling !== limit.ceiling || old.custom !== limit.custom)
      words.push(name);
  }
  for (const [id, limit] of was) if (!is.has(id)) words.push(`${limitName(limit).toLowerCase()} removed`);
  words.push(...sizeChanges(before.sizes, after.sizes));
  if (words.length === 0 && !sameBody(before, after)) words.push('order of the limits');
  return words;
}
