import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { transcriptionsWork } from '@/lib/gateway/transcriptions';

export const POST = (request: Request): Promise<Response> => admit(request, transcriptionsWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
