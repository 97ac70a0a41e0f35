import { otherMethods } from '@/lib/admission/methods';
import { admitUpload } from '@/lib/uploads/admit-upload';
import { batchWork } from '@/lib/uploads/batch';

export const POST = (request: Request): Promise<Response> => admitUpload(request, batchWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
