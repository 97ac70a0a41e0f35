import type { Work } from '../admission/work';
import { Prisma } from '../db/generated/client';
import { isId } from '../ids';
import { aboutFiles, FILES, json } from './about-files';
import { noFile } from './find-file';
import { applyNow, removeRows } from './releases';

/** `DELETE /v1/files/{id}`, behind admission: also ends an upload that is pending. Its bytes are free before it answers. */
export const deleteFileWork = (id: string): Work<null> => ({
  resource: FILES,
  read: async () => null,
  prepare: async () =>
    aboutFiles(async ({ principal }) => {
      await deleteFile(id, principal.workspaceId);
      return json({ data: { id, deleted: true } });
    }),
});

/** @throws AppError `not_found`, or `change_pending` where its bytes are given back only in a moment */
async function deleteFile(id: string, workspaceId: string): Promise<void> {
  if (!isId(id)) throw noFile();
  const releases = await removeRows(Prisma.sql`id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid`);
  if (releases.length === 0) throw noFile();
  await applyNow(releases);
}
