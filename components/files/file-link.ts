/** Where a file's bytes are: an attachment that no page of ours ever runs. */
export const fileHref = (id: string): string => `/v1/files/${id}`;

/** Has the browser save a file. */
export function downloadFile(id: string): void {
  const link = document.createElement('a');
  link.href = fileHref(id);
  link.download = '';
  link.click();
}
