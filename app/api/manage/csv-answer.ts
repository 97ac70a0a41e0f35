import { Readable } from 'node:stream';

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
export const csvStream = (filename: string, pieces: AsyncIterable<string>): Response =>
  csvAnswer(filename, Readable.toWeb(Readable.from(pieces).map((text: string) => Buffer.from(text))));
