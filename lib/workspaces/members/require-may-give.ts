import type { Access } from '../../auth/access';
import { AppError } from '../../errors';
import type { WorkspaceRole } from '../schema';

/** Only owners (and platform admins) make owners or take that from them. @throws AppError `forbidden` */
export function requireMayGive(access: Access, ...roles: WorkspaceRole[]): void {
  if (access.unbound || access.role === 'owner' || !roles.includes('owner')) return;
  throw new AppError(
    'forbidden',
    'Only an owner of this workspace may make owners, or change or remove one.',
    {
      role: access.role,
      needed: 'owner',
    },
  );
}
