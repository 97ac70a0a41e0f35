import { formatBytes, formatExact } from '@/components/format/number';
import type { UploadSizesView } from '@/lib/plans/schema';

export type Kind = 'image' | 'document' | 'video';

export const KINDS: readonly Kind[] = ['image', 'document', 'video'];

const PLURAL: Record<Kind, string> = { image: 'Images', document: 'Documents', video: 'Videos' };

/** What a plan takes, and what is left of its storage. */
export interface Allowances {
  planName: string;
  sizes: UploadSizesView;
  /** null: unlimited, or not known yet. */
  bytesLeft: number | null;
}

export const largest = (sizes: UploadSizesView, kind: Kind): number => sizes[`${kind}_bytes`];

/** What a file seems to be before its content was read: the server looks at the content itself. */
export function seemingKind(type: string): Kind {
  const [family] = type.split('/');
  return family === 'image' || family === 'video' ? family : 'document';
}

/** Why a file would be refused, in a sentence; null where the server may well take it. */
export function refusalOf(file: { size: number; type: string }, allowances: Allowances): string | null {
  const { planName, sizes, bytesLeft } = allowances;
  if (file.size === 0) return 'This file is empty.';
  const kind = seemingKind(file.type);
  const most = largest(sizes, kind);
  if (most === 0) return `${PLURAL[kind]} are not included in ${planName}.`;
  if (file.size > most)
    return `${PLURAL[kind]} may have up to ${formatBytes(most)} each on ${planName}; this one has ${roughly(file.size, most)}.`;
  if (bytesLeft !== null && file.size > bytesLeft)
    return `Storage has ${formatBytes(bytesLeft)} left; this file has ${roughly(file.size, bytesLeft)}. Delete files or upgrade.`;
  return null;
}

/** A size beside a smaller one: exact where both would read alike. */
const roughly = (bytes: number, than: number): string =>
  bytes < than * 1.01 ? `${formatExact(bytes)} bytes` : formatBytes(bytes);
