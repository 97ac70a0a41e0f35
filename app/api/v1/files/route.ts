import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { listFilesWork } from '@/lib/uploads/list-files';

export const GET = (request: Request): Promise<Response> => admit(request, listFilesWork);
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
