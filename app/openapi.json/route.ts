import { openApiDocument } from '@/lib/docs/api/document';
import { open } from '@/lib/http/manage';
import { baseUrlOf } from '../docs/docs';

/** The OpenAPI document, with this reader's own address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  GET: ({ request }) => openApiDocument(baseUrlOf(request.headers)),
});
