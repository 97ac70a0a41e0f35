import { otherMethods } from '@/lib/admission/methods';
import { admitUpload } from '@/lib/uploads/admit-upload';
import { streamWork } from '@/lib/uploads/stream';

export const POST = (request: Request): Promise<Response> => admitUpload(request, streamWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
