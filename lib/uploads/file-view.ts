import type { StoredFile } from '../db/generated/client';
import type { FileView } from './schema';

type Shown = Pick<
  StoredFile,
  'id' | 'name' | 'bytes' | 'kind' | 'contentType' | 'sha256' | 'state' | 'via' | 'createdAt'
> &
  Partial<Pick<StoredFile, 'description' | 'describedBy' | 'describedAt'>>;

/** A row as the API shows it. */
export const viewOf = (file: Shown): FileView => ({
  id: file.id,
  name: file.name,
  bytes: Number(file.bytes),
  kind: (file.kind || null) as FileView['kind'],
  content_type: file.contentType || null,
  sha256: file.sha256,
  state: file.state,
  via: file.via as FileView['via'],
  created_at: file.createdAt.toISOString(),
  description: file.description ?? null,
  described_by: file.describedBy ?? null,
  described_at: file.describedAt?.toISOString() ?? null,
});
