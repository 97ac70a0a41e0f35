import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { streamWork } from '@/lib/uploads/stream';

export const POST = (request: Request): Promise<Response> => admit(request, streamWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
