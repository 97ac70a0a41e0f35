import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { descriptionsWork } from '@/lib/features/descriptions';

export const POST = (request: Request): Promise<Response> => admit(request, descriptionsWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
