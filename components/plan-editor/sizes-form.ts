import { formatBytes, formatExact } from '@/components/format/number';
import { typedNumber } from '@/components/format/typed-number';
import type { UploadSizesView } from '@/lib/plans/schema';

const MEGABYTE = 2 ** 20;
const MOST_BYTES = 5 * 2 ** 40;
const MOST_FILES = 1_000;

/** The sizes in the order in which they stand everywhere. */
export const SIZES = [
  { field: 'batch_files', label: 'Files in a batch', unit: 'files' },
  { field: 'image_bytes', label: 'Largest image', unit: 'MB' },
  { field: 'document_bytes', label: 'Largest document', unit: 'MB' },
  { field: 'video_bytes', label: 'Largest video', unit: 'MB' },
] as const;

export type SizeField = (typeof SIZES)[number]['field'];

/** Upload sizes as typed: files of a batch, megabytes of a file. */
export interface SizesForm extends Record<SizeField, string> {
  /** Off: no uploads. */
  included: boolean;
}

/** What a plan begins with when uploads are put into it. */
const FIRST: UploadSizesView = {
  batch_files: 10,
  image_bytes: 25 * MEGABYTE,
  document_bytes: 50 * MEGABYTE,
  video_bytes: 1024 * MEGABYTE,
};

/** A size as it is typed; division by a power of two loses nothing. */
const typedSize = (field: SizeField, size: number): string =>
  field === 'batch_files' ? String(size) : String(size / MEGABYTE);

export function toSizesForm(sizes: UploadSizesView | null): SizesForm {
  const from = sizes ?? FIRST;
  const typed = Object.fromEntries(SIZES.map(({ field }) => [field, typedSize(field, from[field])]));
  return { included: sizes !== null, ...(typed as Record<SizeField, string>) };
}

/** A size in words: "25 MB", "20", "not included". */
export function sizeWords(field: SizeField, size: number): string {
  if (size === 0) return 'not included';
  return field === 'batch_files' ? formatExact(size) : formatBytes(size);
}

/** A typed size as files or bytes. @returns a sentence instead where it is none */
function parseSize(field: SizeField, text: string): number | string {
  const typed = typedNumber(text);
  if (field === 'batch_files') {
    const files = Number(typed);
    if (!/^\d+$/.test(typed) || files < 1 || files > MOST_FILES)
      return 'Enter a whole number from 1 to 1,000.';
    return files;
  }
  const bytes = Number(typed) * MEGABYTE;
  if (!/^\d+(\.\d+)?$/.test(typed)) return 'Enter megabytes, 0 or more; a gigabyte is 1,024.';
  if (!Number.isInteger(bytes)) return 'Enter megabytes that come to whole bytes.';
  return bytes <= MOST_BYTES ? bytes : 'Enter at most 5,242,880 MB (5 TB).';
}

/** The sizes as the API takes them, or one sentence for each field that is wrong. */
export function parseSizes(
  form: SizesForm,
): { sizes: UploadSizesView | null } | { errors: Record<string, string> } {
  if (!form.included) return { sizes: null };
  const errors: Record<string, string> = {};
  const sizes = { ...FIRST };
  for (const { field } of SIZES) {
    const size = parseSize(field, form[field]);
    if (typeof size === 'string') errors[field] = size;
    else sizes[field] = size;
  }
  return Object.keys(errors).length > 0 ? { errors } : { sizes };
}

/** What an edit changes, in a few words. */
export function sizeChanges(before: UploadSizesView | null, after: UploadSizesView | null): string[] {
  if (!before || !after) return before === after ? [] : [after ? 'uploads added' : 'uploads removed'];
  return SIZES.filter(({ field }) => before[field] !== after[field]).map(({ label }) => label.toLowerCase());
}
