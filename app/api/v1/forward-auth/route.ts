import { otherMethods } from '@/lib/admission/methods';
import { forwardAuth } from '@/lib/services/forward-auth';

export const GET = (request: Request): Promise<Response> => forwardAuth(request);
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
