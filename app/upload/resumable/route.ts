import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { createUploadWork } from '@/lib/uploads/resumable/create-upload';
import { inTus } from '@/lib/uploads/resumable/tus-headers';

const others = otherMethods('POST');

export const POST = inTus((request) => admit(request, createUploadWork));
export const OPTIONS = inTus(others.OPTIONS);
export const { GET, HEAD, PUT, PATCH, DELETE } = others;
