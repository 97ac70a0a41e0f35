import type { FileView } from '@/lib/uploads/schema';

const KINDS: Record<string, string> = { image: 'Image', document: 'Document', video: 'Video' };

/** An upload without a name is called what it is. */
export const nameOf = ({ name }: Pick<FileView, 'name'>): string => name || 'Unnamed file';

export const kindWords = ({ kind }: Pick<FileView, 'kind'>): string => KINDS[kind ?? ''] ?? 'Not known yet';

/** Kinds of images that browsers draw; others are downloaded. */
const DRAWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const PLAYED = new Set(['video/mp4', 'video/webm', 'video/ogg']);

/** How a file can be looked at in the page: never as a document, which could act. */
export function viewOf({ state, content_type }: Pick<FileView, 'state' | 'content_type'>) {
  if (state !== 'stored') return null;
  if (DRAWN.has(content_type ?? '')) return 'image';
  return PLAYED.has(content_type ?? '') ? 'video' : null;
}
