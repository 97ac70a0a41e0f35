import { typedNumber } from '@/components/format/typed-number';
import type { CreateModelInput, ManagedModelView } from '@/lib/models/schema';
import { METERS, type Meter, type ModelResource } from '@/lib/plans/resources';
import { parsePrice, pricedSides, priceText } from './price';

/** The fields of the model form, as typed. */
export interface ModelForm {
  catalog: string;
  name: string;
  resource: ModelResource;
  upstreamId: string;
  /** '' is the same name. */
  upstreamModel: string;
  meter: Meter;
  inputPrice: string;
  outputPrice: string;
  weight: string;
  contextTokens: string;
  maxOutputTokens: string;
  hidesTokens: boolean;
  readsImages: boolean;
  listed: boolean;
  enabled: boolean;
}

export type ModelFormErrors = Partial<Record<keyof ModelForm, string>>;

export const emptyModelForm = (catalog: string, upstreamId: string): ModelForm => ({
  catalog,
  name: '',
  resource: 'chat',
  upstreamId,
  upstreamModel: '',
  meter: 'tokens',
  inputPrice: '',
  outputPrice: '',
  weight: '1',
  contextTokens: '128000',
  maxOutputTokens: '4096',
  hidesTokens: false,
  readsImages: false,
  listed: true,
  enabled: true,
});

export const toModelForm = (model: ManagedModelView): ModelForm => ({
  catalog: model.catalog,
  name: model.name,
  resource: model.resource,
  upstreamId: model.upstream.id,
  upstreamModel: model.upstream_model === model.name ? '' : model.upstream_model,
  meter: model.meter,
  inputPrice: priceText(model.input_price, model.meter),
  outputPrice: priceText(model.output_price, model.meter),
  weight: String(model.weight),
  contextTokens: String(model.context_tokens),
  maxOutputTokens: String(model.max_output_tokens),
  hidesTokens: model.hides_tokens,
  readsImages: model.reads_images,
  listed: model.listed,
  enabled: model.enabled,
});

/** Whether a model puts out tokens that are counted: the others' answers have no length of that kind. */
export const writesTokens = ({ resource, meter }: Pick<ModelForm, 'resource' | 'meter'>): boolean =>
  resource !== 'embeddings' && meter === 'tokens';

/** What else changes with a field: another resource is usually priced by another meter. */
export function withChange(form: ModelForm, change: Partial<ModelForm>): ModelForm {
  const next = { ...form, ...change };
  if (next.resource !== form.resource) next.meter = METERS[next.resource][0];
  if (writesTokens(next) !== writesTokens(form)) next.maxOutputTokens = writesTokens(next) ? '4096' : '1';
  if (next.resource !== 'chat') Object.assign(next, { hidesTokens: false, readsImages: false });
  return next;
}

/** A whole number as people type it; NaN where it is none. */
function whole(text: string): number {
  const typed = typedNumber(text);
  return /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
}

const MAX_TOKENS = 10_000_000;

/** The form as the API takes it, or what is wrong with each field. */
export function parseModelForm(form: ModelForm): { model: CreateModelInput } | { errors: ModelFormErrors } {
  const errors: ModelFormErrors = {};
  const sides = pricedSides(form.meter);
  const price = (side: 'input' | 'output', field: 'inputPrice' | 'outputPrice'): number => {
    const parsed = sides[side] ? parsePrice(form[field], form.meter) : 0;
    if (typeof parsed === 'number') return parsed;
    errors[field] = parsed;
    return Number.NaN;
  };
  const number = (field: 'weight' | 'contextTokens' | 'maxOutputTokens', most: number): number => {
    const value = whole(form[field]);
    if (!(value >= 1 && value <= most))
      errors[field] = `Enter a whole number from 1 to ${most.toLocaleString('en')}.`;
    return value;
  };
  const name = form.name.trim();
  if (!/^[\w.:/@+-]{1,119}\*?$/.test(name)) {
    errors.name = 'Use letters, digits and . : / @ + - _ only; a * may end it.';
  }
  if (form.upstreamId === '')
    errors.upstreamId = 'Choose where it is called. Add an upstream first if there is none.';
  const upstreamModel = form.upstreamModel.trim() || name;
  if (/\s/.test(upstreamModel)) errors.upstreamModel = 'Names have no spaces.';
  const model: CreateModelInput = {
    catalog: form.catalog,
    name,
    resource: form.resource,
    upstream_id: form.upstreamId,
    upstream_model: upstreamModel,
    meter: form.meter,
    input_price: price('input', 'inputPrice'),
    output_price: price('output', 'outputPrice'),
    weight: number('weight', 1_000),
    context_tokens: number('contextTokens', MAX_TOKENS),
    max_output_tokens: number('maxOutputTokens', MAX_TOKENS),
    hides_tokens: form.hidesTokens,
    reads_images: form.readsImages,
    listed: form.listed,
    enabled: form.enabled,
  };
  if (model.input_price === 0 && model.output_price === 0) {
    errors[sides.output ? 'outputPrice' : 'inputPrice'] =
      'Enter a price above 0, or the model slips through every budget.';
  }
  return Object.keys(errors).length > 0 ? { errors } : { model };
}
