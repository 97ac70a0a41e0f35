import type { Meter, ModelResource } from '../plans/resources';
import type { ModelRow } from './access';
import type { ManagedModelView } from './schema';

/** A model as admins see it. */
export const managedModelView = (row: ModelRow): ManagedModelView => ({
  id: row.id,
  catalog: row.catalogId,
  currency: row.catalog.currency,
  name: row.name,
  resource: row.resource as ModelResource,
  upstream: row.upstream,
  upstream_model: row.upstreamModel,
  meter: row.meter as Meter,
  input_price: Number(row.inputPrice),
  output_price: Number(row.outputPrice),
  price_version: row.priceVersion,
  weight: row.weight,
  context_tokens: row.contextTokens,
  max_output_tokens: row.maxOutputTokens,
  hides_tokens: row.hidesTokens,
  reads_images: row.readsImages,
  listed: row.listed,
  enabled: row.enabled,
  position: row.position,
});

/** What an audit row tells of a model. */
export function auditedModel(row: ModelRow) {
  const { id: _, currency: __, upstream, ...fields } = managedModelView(row);
  return { ...fields, upstream: upstream.name };
}
