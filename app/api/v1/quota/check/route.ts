import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { readJsonObject } from '@/lib/gateway/read-json';
import { checkQuota } from '@/lib/services/check-quota';

export const POST = (request: Request): Promise<Response> =>
  serve(request, 'quota', async (seen) => checkQuota(seen, await readJsonObject(request)));
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
