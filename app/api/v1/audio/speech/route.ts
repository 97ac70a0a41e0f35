import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { speechWork } from '@/lib/gateway/speech';

export const POST = (request: Request): Promise<Response> => admit(request, speechWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
