import { makeZip } from 'client-zip';
import type { Actor } from '../actor';
import { accessTo, requireRole } from '../auth/access';
import { change } from '../changes/change';
import { guard } from '../redis/guard';
import { getWorkspace } from '../workspaces/get-workspace';
import { entriesOf } from './entries';

const OFTEN = { limit: 20, windowMs: 3_600_000 };

/** An archive as it is made: nothing of it waits in memory. */
export interface Archive {
  filename: string;
  zip: ReadableStream<Uint8Array>;
}

/**
 * A workspace's records as a zip of CSV and JSON: members, keys without their secrets, plan, use, refusals, files'
 * facts and the audit log. It is audited, for it leaves the house. A failure on the way breaks the archive off.
 * @throws AppError `not_found`, `forbidden`, `too_many_attempts`
 */
export async function exportWorkspace(actor: Actor, workspaceId: string): Promise<Archive> {
  requireRole(await accessTo(actor, workspaceId), 'admin', 'export it');
  await guard('export', workspaceId, OFTEN);
  const workspace = await getWorkspace(actor, workspaceId);
  await change(actor, async () => ({
    result: undefined,
    audit: [
      {
        action: 'workspace.export',
        workspaceId,
        target: { kind: 'workspace', id: workspaceId, name: workspace.name },
      },
    ],
    bumps: [],
  }));
  const at = new Date();
  const word = workspace.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  const filename = ['headroom', word, at.toISOString().slice(0, 10)].filter(Boolean).join('-');
  return { filename: `${filename}.zip`, zip: makeZip(entriesOf(actor, workspace, at)) };
}
