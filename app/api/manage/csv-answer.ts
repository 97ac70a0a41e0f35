/** Whether the caller asks for a list as CSV. */
export const wantsCsv = (request: Request): boolean =>
  request.headers.get('accept')?.includes('text/csv') ?? false;

/** The same rows as a file. */
export const csvAnswer = (filename: string, csv: string): Response =>
  new Response(csv, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${filename}"`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
