import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { chatWork } from '@/lib/gateway/chat';

export const POST = (request: Request): Promise<Response> => admit(request, chatWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
