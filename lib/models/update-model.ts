import type { Actor } from '../actor';
import { change } from '../changes/change';
import { parse } from '../parse';
import { lockModel, MODEL_INCLUDE, type ModelRow, requireModelAdmin, unlessTaken } from './access';
import { meterOf, modelColumns, requireSound, requireUpstream } from './model-columns';
import { auditedModel, managedModelView } from './model-view';
import { type ManagedModelView, type UpdateModelInput, updateModelInput } from './schema';

/**
 * Changes the fields that are given; its catalog stays. In force on the next request once this resolves. A
 * changed price raises the price version, which the ledger keeps with each request: what was admitted at the
 * former price is charged by it.
 * @throws AppError `not_found`, `forbidden`, `invalid_request`, `conflict` for a name that is taken
 */
export async function updateModel(actor: Actor, id: string, body: unknown): Promise<ManagedModelView> {
  requireModelAdmin(actor);
  const input = parse(updateModelInput, body);
  const work = change(actor, async (tx) => {
    const before = await lockModel(tx, id);
    await requireUpstream(tx, input.upstream_id);
    const data = {
      ...modelColumns(input),
      ...(repriced(before, input) && { priceVersion: { increment: 1 } }),
    };
    const row = await tx.model.update({ where: { id }, data, include: MODEL_INCLUDE });
    requireSound(row);
    return {
      result: managedModelView(row),
      audit: [
        {
          action: 'model.update',
          workspaceId: null,
          target: { kind: 'model', id, name: row.name },
          before: auditedModel(before),
          after: auditedModel(row),
        },
      ],
      bumps: [{ kind: 'catalog', id: row.catalogId }],
    };
  });
  return unlessTaken(`a model called "${input.name}" in this catalog`, work);
}

function repriced(before: ModelRow, input: UpdateModelInput): boolean {
  const { input_price, output_price } = input;
  const meter = meterOf(input);
  return (
    (input_price !== undefined && BigInt(input_price) !== before.inputPrice) ||
    (output_price !== undefined && BigInt(output_price) !== before.outputPrice) ||
    (meter !== undefined && meter !== before.meter)
  );
}
