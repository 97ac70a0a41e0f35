import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { limitView } from '@/lib/plans/view';

export const GET = (request: Request): Promise<Response> =>
  serve(request, 'quota', ({ limits }) => ({ data: limits.map(limitView) }));
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
