import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { ownUsage } from '@/lib/services/own-usage';

export const GET = (request: Request): Promise<Response> =>
  serve(request, 'usage', ({ principal }) =>
    ownUsage(principal, Object.fromEntries(new URL(request.url).searchParams)),
  );
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
