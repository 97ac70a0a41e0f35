import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { chatMessagesWork } from '@/lib/gateway/chat-messages';

export const POST = (request: Request): Promise<Response> => admit(request, chatMessagesWork);
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = otherMethods('POST');
