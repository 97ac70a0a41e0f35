import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { denialOf } from '@/lib/services/denial';

interface Context {
  params: Promise<{ id: string[] }>;
}

export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { id } = await params;
  return serve(request, 'denials', ({ principal }) => denialOf(principal, id.join('/')));
};
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
