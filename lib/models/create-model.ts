import type { Actor } from '../actor';
import { change } from '../changes/change';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { parse } from '../parse';
import { MODEL_INCLUDE, requireModelAdmin, unlessTaken } from './access';
import { meterOf, modelColumns, requireSound, requireUpstream } from './model-columns';
import { auditedModel, managedModelView } from './model-view';
import { createModelInput, type ManagedModelView } from './schema';

/**
 * A new model of a catalog: callable, and listed, on the next request once this resolves.
 * @throws AppError `forbidden`, `invalid_request`, `conflict` where the catalog has a model of this name
 */
export async function createModel(actor: Actor, body: unknown): Promise<ManagedModelView> {
  requireModelAdmin(actor);
  const input = parse(createModelInput, body);
  const work = change(actor, async (tx) => {
    await requireCatalog(tx, input.catalog);
    await requireUpstream(tx, input.upstream_id);
    const data = {
      ...modelColumns(input),
      id: newId(),
      catalogId: input.catalog,
      name: input.name,
      resource: input.resource,
      meter: meterOf(input) ?? 'tokens',
      upstreamId: input.upstream_id,
      upstreamModel: input.upstream_model ?? input.name,
      inputPrice: input.input_price,
      outputPrice: input.output_price,
      contextTokens: input.context_tokens,
      maxOutputTokens: input.max_output_tokens,
      position: input.position ?? (await nextPosition(tx, input.catalog)),
    };
    requireSound(data);
    const row = await tx.model.create({ data, include: MODEL_INCLUDE });
    return {
      result: managedModelView(row),
      audit: [
        {
          action: 'model.create',
          workspaceId: null,
          target: { kind: 'model', id: row.id, name: row.name },
          after: auditedModel(row),
        },
      ],
      bumps: [{ kind: 'catalog', id: row.catalogId }],
    };
  });
  return unlessTaken(`a model called "${input.name}" in this catalog`, work);
}

async function requireCatalog(tx: Tx, id: string): Promise<void> {
  const catalogs = await tx.catalog.findMany({ orderBy: { position: 'asc' }, select: { id: true } });
  const allowed = catalogs.map((catalog) => catalog.id);
  if (allowed.includes(id)) return;
  throw new AppError('invalid_request', `catalog must be one of: ${allowed.join(', ')}.`, {
    field: 'catalog',
    allowed,
  });
}

/** Behind the catalog's last listed model; those that are only callable stand further back. */
async function nextPosition(tx: Tx, catalogId: string): Promise<number> {
  const last = await tx.model.aggregate({ where: { catalogId, listed: true }, _max: { position: true } });
  return (last._max.position ?? -1) + 1;
}
