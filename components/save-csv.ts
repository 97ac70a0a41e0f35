import { apiError, reach } from './api-client';

/**
 * Saves what the management API answers as CSV: the same call as for JSON, with `Accept: text/csv`.
 * @param path below /api/manage, with its query
 * @throws ApiError in the server's words
 */
export async function saveCsv(path: string, filename: string): Promise<void> {
  const response = await reach(`/api/manage${path}`, { headers: { accept: 'text/csv' }, cache: 'no-store' });
  if (!response.ok) throw apiError(response, await response.text());
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
