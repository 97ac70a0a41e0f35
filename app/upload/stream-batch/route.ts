import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { batchWork } from '@/lib/uploads/batch';

export const POST = (request: Request): Promise<Response> => admit(request, batchWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
