import { requireScope } from '../../admission/require-scope';
import type { Principal } from '../../keys/principal';
import { RESOURCE } from '../claims';
import { endUpload } from '../finish-upload';
import { askTus } from './ask-tus';
import { asTusUpload, findUpload, noUpload } from './find-upload';
import { requireTus } from './tus-headers';

/**
 * `HEAD` and `DELETE` of an upload, which cost nothing: how far it has come, or the end of it. What it held is free
 * before the end is answered.
 * @throws AppError
 */
export async function answerAbout(request: Request, id: string, principal: Principal): Promise<Response> {
  requireTus(request);
  requireScope(principal, RESOURCE);
  // Before it is locked: what is no id cannot be, and nobody may lock what is another's.
  await findUpload(id, principal);
  const { status, headers } = await askTus(request, id, {
    find: async () => asTusUpload(await findUpload(id, principal), principal),
    async remove() {
      if (!(await endUpload(id))) throw noUpload();
    },
  });
  return new Response(null, { status, headers });
}
