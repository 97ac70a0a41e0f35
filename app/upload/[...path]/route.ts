import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { admitUpload } from '@/lib/uploads/admit-upload';
import { completeUpload } from '@/lib/uploads/presign/complete';
import { putWork } from '@/lib/uploads/presign/put';
import { GET as unknown } from '../../api/v1/[[...rest]]/route';

interface Context {
  params: Promise<{ path: string[] }>;
}
type Handler = (request: Request, context: Context) => Promise<Response>;

const byToken = otherMethods('PUT');
const completion = otherMethods('POST');

/** `PUT /upload/{token}` and `POST /upload/{id}/complete`; what is neither is no path. */
const answer: Handler = async (request, { params }) => {
  const { path } = await params;
  const method = request.method as keyof typeof byToken;
  const [first = '', second] = path;
  if (path.length === 1) {
    return method === 'PUT' ? admitUpload(request, putWork(first)) : byToken[method](request);
  }
  if (path.length === 2 && second === 'complete') {
    if (method !== 'POST') return completion[method](request);
    return serve(request, 'uploads', ({ principal }) => completeUpload(first, principal, request.signal));
  }
  return unknown(request);
};

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
