import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { imagesWork } from '@/lib/gateway/images';

export const POST = (request: Request): Promise<Response> => admit(request, imagesWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
