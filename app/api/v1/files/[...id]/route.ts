import { admit } from '@/lib/admission/admit';
import { otherMethods } from '@/lib/admission/methods';
import { deleteFileWork } from '@/lib/uploads/delete-file';
import { readFileWork } from '@/lib/uploads/read-file';

interface Context {
  params: Promise<{ id: string[] }>;
}

export const GET = async (request: Request, { params }: Context): Promise<Response> =>
  admit(request, readFileWork((await params).id.join('/')));
export const HEAD = GET;
export const DELETE = async (request: Request, { params }: Context): Promise<Response> =>
  admit(request, deleteFileWork((await params).id.join('/')));
export const { POST, PUT, PATCH, OPTIONS } = otherMethods('GET', 'DELETE');
