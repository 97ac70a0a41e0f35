import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { describeModel } from '@/lib/gateway/list-models';

interface Context {
  params: Promise<{ model: string[] }>;
}

/** Model names hold slashes (`openai/gpt-4o-mini`), so the name is all the segments. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { model } = await params;
  return serve(request, 'models', ({ principal }) => describeModel(principal, decoded(model)));
};
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');

function decoded(segments: string[]): string {
  try {
    return segments.map(decodeURIComponent).join('/');
  } catch {
    return segments.join('/');
  }
}
