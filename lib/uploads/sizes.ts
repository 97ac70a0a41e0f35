import { db } from '../db/client';
import { AppError } from '../errors';
import type { Principal } from '../keys/principal';

/** What one upload request of a workspace may carry: files of a batch, bytes of a file by kind. */
export interface UploadSizes {
  batchFiles: number;
  image: number;
  document: number;
  video: number;
}

/** By principal: whoever's plan changes is another one on its next request. */
const remembered = new WeakMap<Principal, Promise<UploadSizes | null>>();

/** @throws AppError `not_in_plan` where the workspace's plan has no uploads */
export async function uploadSizes(principal: Principal): Promise<UploadSizes> {
  let loading = remembered.get(principal);
  if (!loading) {
    loading = loadSizes(principal.workspaceId);
    remembered.set(principal, loading);
    loading.catch(() => remembered.delete(principal));
  }
  const sizes = await loading;
  if (sizes) return sizes;
  throw new AppError('not_in_plan', 'Uploads are not part of this plan.');
}

/** Those agreed with the workspace, else its plan's. A key pinned to a lower plan has its workspace's: pinning changes limits of the key's own alone. */
async function loadSizes(workspaceId: string): Promise<UploadSizes | null> {
  const workspace = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { sizes: true, plan: { select: { sizes: true } } },
  });
  const sizes = workspace.sizes ?? workspace.plan.sizes;
  return (
    sizes && {
      batchFiles: sizes.batchFiles,
      image: Number(sizes.imageBytes),
      document: Number(sizes.documentBytes),
      video: Number(sizes.videoBytes),
    }
  );
}
