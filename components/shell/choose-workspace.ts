const YEAR_SECONDS = 31_536_000;

/** Makes a workspace the one that this browser acts in: for addresses that carry no header, such as a picture's. */
export function rememberWorkspace(id: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing in browsers that we support
  document.cookie = `headroom.workspace=${id}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/**
 * Goes to a workspace and starts at its overview. A full load: nothing fetched for the former workspace may stay on
 * the page.
 */
export function chooseWorkspace(id: string): void {
  rememberWorkspace(id);
  window.location.assign('/');
}
