import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { admitUpload } from '@/lib/uploads/admit-upload';
import { answerAbout } from '@/lib/uploads/resumable/about-upload';
import { appendWork } from '@/lib/uploads/resumable/append';
import { inTus } from '@/lib/uploads/resumable/tus-headers';

interface Context {
  params: Promise<{ id: string[] }>;
}

const others = otherMethods('HEAD', 'PATCH', 'DELETE');
const idOf = async ({ params }: Context): Promise<string> => (await params).id.join('/');

const about = inTus(async (request: Request, context: Context) => {
  const id = await idOf(context);
  return serve(request, 'uploads', ({ principal }) => answerAbout(request, id, principal));
});

export const HEAD = about;
export const DELETE = about;
export const PATCH = inTus(async (request: Request, context: Context) =>
  admitUpload(request, appendWork(await idOf(context))),
);
export const OPTIONS = inTus((request) => others.OPTIONS(request));
export const { GET, PUT, POST } = others;
