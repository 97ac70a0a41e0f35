import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { ownOrigin } from '@/lib/auth/origin';
import { presignWork } from '@/lib/uploads/presign/presign';

export const POST = (request: Request): Promise<Response> =>
  admit(request, presignWork(ownOrigin(request.headers)));
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
