import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { listModels } from '@/lib/gateway/list-models';

export const GET = (request: Request): Promise<Response> =>
  serve(request, 'models', ({ principal }) => listModels(principal));
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
