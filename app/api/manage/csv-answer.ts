/** Whether the caller asks for a list as CSV. */
export const wantsCsv = (request: Request): boolean =>
  request.headers.get('accept')?.includes('text/csv') ?? false;

/** The same rows as a file. */
export const csvAnswer = (filename: string, csv: string | ReadableStream): Response =>
  new Response(csv, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${filename}"`,
      'X-Content-Type-Options': 'nosniff',
    },
  });

/** A file whose pieces are made as they are sent; a failure on the way breaks it off. */
export function csvStream(filename: string, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return csvAnswer(filename, body);
}
