import type { AuditRecord } from '../audit/record';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';

/**
 * A workspace on its catalog's lowest plan, with its owner as only member: sign-up and "new workspace".
 * @throws AppError `invalid_request` naming the catalogs there are.
 */
export async function openWorkspace(
  tx: Tx,
  { ownerId, name, catalogId }: { ownerId: string; name: string; catalogId: string },
): Promise<{ id: string; audit: AuditRecord }> {
  const plan = await tx.plan.findFirst({ where: { catalogId }, orderBy: { rank: 'asc' } });
  if (!plan) throw await unknownCatalog(tx, catalogId);
  const id = newId();
  await tx.workspace.create({
    data: { id, name, catalogId, planId: plan.id, members: { create: { userId: ownerId, role: 'owner' } } },
  });
  return {
    id,
    audit: {
      action: 'workspace.create',
      workspaceId: id,
      target: { kind: 'workspace', id, name },
      after: { name, catalog: catalogId, plan: plan.slug, owner: ownerId },
    },
  };
}

async function unknownCatalog(tx: Tx, catalogId: string): Promise<AppError> {
  const known = await tx.catalog.findMany({ orderBy: { position: 'asc' }, select: { id: true } });
  const names = known.map((c) => c.id);
  return new AppError(
    'invalid_request',
    `There is no catalog "${catalogId}". Use one of: ${names.join(', ')}.`,
    { field: 'catalog', allowed: names },
  );
}
