import { ApiError } from './api-client';

/**
 * Saves what the management API answers as CSV: the same call as for JSON, with `Accept: text/csv`.
 * @param path below /api/manage, with its query
 * @throws ApiError when the server refuses
 */
export async function saveCsv(path: string, filename: string): Promise<void> {
  const response = await fetch(`/api/manage${path}`, { headers: { accept: 'text/csv' }, cache: 'no-store' });
  if (!response.ok) {
    const message = 'The CSV could not be made. Try again in a moment.';
    throw new ApiError(response.status, 'internal_error', message, {}, response.headers.get('x-request-id'));
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
