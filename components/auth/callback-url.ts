/**
 * Where a reader goes after signing in: the path they came from, if it is one of ours. Anything that a browser
 * could read as another host (`//evil.example`, `/\evil.example`, `https:…`) is the overview instead.
 */
export function safeCallback(url: string | string[] | undefined): string {
  if (typeof url !== 'string' || !/^\/(?![/\\])/.test(url)) return '/';
  // a browser drops tabs and line breaks before it reads a URL, which would make "/\t/evil" foreign
  const controls = [...url].some((char) => char.charCodeAt(0) < 32);
  if (controls || url.startsWith('/sign-in') || url.startsWith('/sign-up')) return '/';
  return url;
}
