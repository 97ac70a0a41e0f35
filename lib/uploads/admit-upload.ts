import { admit } from '../admission/admit';
import type { Work } from '../admission/work';
import { restOf } from './paced';

/** A client that is refused may go on sending for so long and so much; then its connection ends. */
const LINGER = { ms: 30_000, bytes: 128 << 20 };

/**
 * `admit` for a request with a large body. A refusal may be answered while the client still sends, and many clients
 * read nothing before they have sent all: if the connection ended then, they would never learn why. So the rest is
 * read away, and the answer, which is whole from the start, ends after it.
 */
export async function admitUpload<Input>(request: Request, work: Work<Input>): Promise<Response> {
  const response = await admit(request, work);
  const rest = response.status < 400 ? null : restOf(request);
  if (!rest) return response;
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set('Content-Length', `${body.byteLength}`);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(body),
    async pull(controller) {
      await readAway(rest);
      controller.close();
    },
  });
  return new Response(stream, { status: response.status, headers });
}

async function readAway(rest: AsyncIterator<Uint8Array>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LINGER.ms);
  });
  let reading = true;
  const read = async () => {
    for (let bytes = 0; reading && bytes < LINGER.bytes; ) {
      const next = await rest.next();
      if (next.done) return;
      bytes += next.value.byteLength;
    }
  };
  await Promise.race([read().catch(() => undefined), late]);
  reading = false;
  clearTimeout(timer);
}
