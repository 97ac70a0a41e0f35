import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { embeddingsWork } from '@/lib/gateway/embeddings';

export const POST = (request: Request): Promise<Response> => admit(request, embeddingsWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
