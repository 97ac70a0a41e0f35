import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { METERS, type Meter, type ModelResource } from '../plans/resources';
import type { UpdateModelInput } from './schema';

/** What decides whether a model can be called and its prices counted with. */
interface Priced {
  name: string;
  upstreamModel: string;
  resource: string;
  meter: string;
  inputPrice: bigint | number;
  outputPrice: bigint | number;
  contextTokens: number;
  maxOutputTokens: number;
}

/** The most choices that one request may ask for. */
const MAX_CHOICES = 128;
/** No request is for more than so many. */
const MOST_UNITS: Readonly<Record<string, number>> = { images: 128, characters: 5_000_000, seconds: 200_000 };

const invalid = (field: string, message: string) => new AppError('invalid_request', message, { field });

/** The meter asked for; a new resource without one gets its usual one; undefined: it stays. */
export const meterOf = ({ meter, resource }: UpdateModelInput): Meter | undefined =>
  meter ?? (resource && METERS[resource][0]);

/** The columns that a body names; what it leaves out stays. */
export const modelColumns = (input: UpdateModelInput) => ({
  name: input.name,
  resource: input.resource,
  meter: meterOf(input),
  upstreamId: input.upstream_id,
  upstreamModel: input.upstream_model,
  inputPrice: input.input_price,
  outputPrice: input.output_price,
  weight: input.weight,
  contextTokens: input.context_tokens,
  maxOutputTokens: input.max_output_tokens,
  hidesTokens: input.hides_tokens,
  readsImages: input.reads_images,
  listed: input.listed,
  enabled: input.enabled,
  position: input.position,
});

/**
 * What must hold of a whole model, whichever of its fields were given.
 * @throws AppError `invalid_request` that names the field
 */
export function requireSound(model: Priced): void {
  const meters: readonly string[] = METERS[model.resource as ModelResource];
  if (!meters.includes(model.meter)) {
    throw invalid(
      'meter',
      `meter must be one of: ${meters.join(', ')}, where resource is ${model.resource}.`,
    );
  }
  requirePrices(model);
  const [many, manyThere] = [model.name, model.upstreamModel].map((name) => name.endsWith('*'));
  if (many || !manyThere) return;
  throw invalid(
    'upstream_model',
    'upstream_model may end with * only where name does: the star is what they share.',
  );
}

/** What a request is charged by: embeddings have no output. */
function chargedPrice({ resource, meter }: Priced): 'input_price' | 'output_price' | null {
  if (meter === 'images') return 'output_price';
  return meter === 'tokens' && resource !== 'embeddings' ? null : 'input_price';
}

function requirePrices(model: Priced): void {
  const { meter, contextTokens, maxOutputTokens } = model;
  const [input, output] = [Number(model.inputPrice), Number(model.outputPrice)];
  const by = chargedPrice(model);
  const charged = by === null ? input + output : by === 'input_price' ? input : output;
  if (charged === 0) {
    throw invalid(
      by ?? 'output_price',
      `${by ?? 'input_price or output_price'} must be above 0: a model that costs nothing would slip through every budget.`,
    );
  }
  const units = MOST_UNITS[meter];
  const dearest =
    units === undefined
      ? contextTokens * input + MAX_CHOICES * maxOutputTokens * output
      : units * Math.max(input, output);
  if (dearest <= Number.MAX_SAFE_INTEGER) return;
  throw invalid(
    input > output ? 'input_price' : 'output_price',
    `The dearest request at these prices is beyond exact counting. Lower a price${units ? '' : ', context_tokens or max_output_tokens'}.`,
  );
}

/**
 * Holds an upstream in place until a model is called there: it is neither deleted nor changed meanwhile.
 * @throws AppError `invalid_request` where there is none with this id
 */
export async function requireUpstream(tx: Tx, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const found = await tx.$queryRaw<unknown[]>`select 1 from upstreams where id = ${id}::uuid for share`;
  if (found.length > 0) return;
  throw invalid(
    'upstream_id',
    'upstream_id must be the id of an upstream. GET /api/manage/upstreams lists them.',
  );
}
