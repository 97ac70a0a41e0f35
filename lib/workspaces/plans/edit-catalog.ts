import type { Actor } from '../../actor';
import { requirePlatformAdmin } from '../../auth/access';
import { change } from '../../changes/change';
import { AppError } from '../../errors';
import { parse } from '../../parse';
import type { CatalogView } from '../../plans/schema';
import { getCatalog } from '../catalogs';
import { lockCatalog } from './edit-plan';
import { editCatalogInput } from './schema';

/**
 * Changes a catalog's name and where its members are sent for more: in refusals, headers and docs.
 * @throws AppError `forbidden`, `not_found`, `invalid_request`
 */
export async function editCatalog(actor: Actor, catalogId: string, body: unknown): Promise<CatalogView> {
  requirePlatformAdmin(actor, 'edit catalogs');
  await getCatalog(catalogId);
  const { name, upgrade_url: upgradeUrl, sales_email: salesEmail } = parse(editCatalogInput, body);
  if (name === undefined && upgradeUrl === undefined && salesEmail === undefined) {
    throw new AppError('invalid_request', 'Nothing to change. Give name, upgrade_url or sales_email.');
  }
  await change(actor, async (tx) => {
    await lockCatalog(tx, catalogId);
    const before = await tx.catalog.findUniqueOrThrow({ where: { id: catalogId } });
    const after = await tx.catalog.update({
      where: { id: catalogId },
      data: {
        ...(name !== undefined && { name }),
        ...(upgradeUrl !== undefined && { upgradeUrl }),
        ...(salesEmail !== undefined && { salesEmail }),
      },
    });
    const facts = (row: typeof before) => ({
      name: row.name,
      upgrade_url: row.upgradeUrl,
      sales_email: row.salesEmail,
    });
    return {
      result: undefined,
      audit: [
        {
          action: 'catalog.update',
          workspaceId: null,
          target: { kind: 'catalog', id: catalogId, name: after.name },
          before: facts(before),
          after: facts(after),
        },
      ],
      bumps: [{ kind: 'catalog', id: catalogId }],
    };
  });
  return getCatalog(catalogId);
}
