/** A file as lists of the API show it. */
export interface FileView {
  id: string;
  name: string;
  bytes: number;
  kind: string | null;
  content_type: string | null;
  sha256: string | null;
  state: 'pending' | 'stored';
  via: string;
  created_at: string;
  description: string | null;
  described_by: string | null;
  described_at: string | null;
}
