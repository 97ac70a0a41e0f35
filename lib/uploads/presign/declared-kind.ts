import type { Kind } from '../kinds/kinds';
import type { UploadSizes } from '../sizes';

const ENDINGS: Record<string, Kind> = {
  ...kind('image', 'jpg jpeg png gif webp avif heic heif bmp tif tiff jxl ico psd dng cr2 nef arw'),
  ...kind('video', 'mp4 m4v mov webm mkv avi mpg mpeg wmv flv 3gp ts ogv'),
  ...kind(
    'document',
    'pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv tsv md json xml yaml yml epub log',
  ),
};

function kind(of: Kind, endings: string): Record<string, Kind> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, of]));
}

/**
 * What a file that is to come is said to be, by its type or else its name; null where neither tells. It only
 * spares sending what would be refused: when the file is here, its content decides.
 */
export function declaredKind(contentType: string | undefined, name: string): Kind | null {
  const type = contentType?.trim().toLowerCase() ?? '';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (/^(text\/|application\/(?!octet-stream))/.test(type)) return 'document';
  return ENDINGS[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? null;
}

/** The kind that may be largest, for a file of which nobody knows yet what it is. */
export const largestKind = (sizes: UploadSizes): Kind =>
  (['video', 'image', 'document'] as const).reduce((most, next) => (sizes[next] > sizes[most] ? next : most));
