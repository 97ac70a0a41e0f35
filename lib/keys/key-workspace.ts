import type { Access } from '../auth/access';
import { db, type Tx } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { upgradeHint } from '../plans/upgrade';

const INCLUDE = {
  catalog: { include: { plans: { orderBy: { rank: 'asc' as const } } } },
  plan: { include: { limits: true } },
  overrides: true,
} satisfies Prisma.WorkspaceInclude;

/** A workspace with all that the rules for its keys ask. */
export type KeyWorkspace = Prisma.WorkspaceGetPayload<{ include: typeof INCLUDE }>;

/** A workspace for the rules of its keys. Who may see it is checked before. */
export const keyWorkspace = (workspaceId: string, tx: Tx = db()): Promise<KeyWorkspace> =>
  tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, include: INCLUDE });

/**
 * Whether keys may be made or changed in a workspace at all.
 * @throws AppError `workspace_suspended`, or `api_access_not_in_plan` with the reason and the way up
 */
export function requireKeysAllowed(workspace: KeyWorkspace, access: Access): void {
  if (workspace.suspendedAt && !access.unbound) {
    throw new AppError(
      'workspace_suspended',
      'This workspace is suspended, so its keys cannot be changed. Ask a platform admin to lift the suspension.',
    );
  }
  if (!workspace.plan.apiAccess) throw noApiAccess(workspace, workspace.plan.name);
}

/** Why keys do not exist on a plan, and from which plan on they do. */
export function noApiAccess({ catalog }: KeyWorkspace, planName: string): AppError {
  const first = catalog.plans.find((plan) => plan.apiAccess);
  const reason = `The ${planName} plan of ${catalog.name} does not include API keys.`;
  const path = first ? ` They come with ${first.name} and above: ${upgradeHint(catalog)}.` : '';
  return new AppError('api_access_not_in_plan', `${reason}${path}`, {
    plan: planName,
    needed_plan: first?.slug ?? null,
    upgrade_url: catalog.upgradeUrl,
    sales_email: catalog.salesEmail,
  });
}
