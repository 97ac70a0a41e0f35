'use client';

import { Download, PanelRightOpen, Trash2 } from 'lucide-react';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatBytes, formatExact } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { RowMenu } from '@/components/ui/row-menu';
import type { RowMenuItem } from '@/components/ui/row-menu-popup';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { FileView } from '@/lib/uploads/schema';
import { downloadFile } from './file-link';
import { Thumbnail } from './thumbnail';
import { kindWords, nameOf } from './words';

interface FilesTableProps {
  rows: readonly FileView[];
  openId: string;
  /** Whether the reader may fetch what the files hold. */
  previews: boolean;
  onOpen: (file: FileView) => void;
  /** null: the reader may not. */
  onDelete: ((file: FileView) => void) | null;
}

export function FilesTable({ rows, openId, previews, onOpen, onDelete }: FilesTableProps) {
  return (
    <Table label="Files">
      <TableHeader ruled>
        <tr>
          <TableHead sticky>Name</TableHead>
          <TableHead className="max-sm:hidden">Kind</TableHead>
          <TableHead numeric>Size</TableHead>
          <TableHead className="max-sm:hidden">Added</TableHead>
          <TableHead className="max-lg:hidden">Description</TableHead>
          <ActionsHead />
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((file) => (
          <TableRow key={file.id} data-selected={file.id === openId || undefined}>
            <TableCell sticky className="max-w-44 sm:max-w-80">
              <span className="flex items-center gap-3">
                <Thumbnail file={file} fetched={previews} />
                <button
                  type="button"
                  aria-haspopup="dialog"
                  className="min-h-6 min-w-0 truncate text-left font-medium hover:underline"
                  title={nameOf(file)}
                  onClick={() => onOpen(file)}
                >
                  {nameOf(file)}
                </button>
                {file.state === 'pending' ? <Badge tone="warning">Incomplete</Badge> : null}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground max-sm:hidden">
              {kindWords(file)}
            </TableCell>
            <TableCell numeric className="whitespace-nowrap">
              <span title={`${formatExact(file.bytes)} bytes`}>{formatBytes(file.bytes)}</span>
            </TableCell>
            <TableCell className="whitespace-nowrap max-sm:hidden">
              <RelativeTime at={file.created_at} />
            </TableCell>
            <TableCell className="max-w-72 truncate text-muted-foreground max-lg:hidden">
              <span title={file.description ?? undefined}>{file.description ?? ''}</span>
            </TableCell>
            <TableCell className="w-px">
              <RowMenu name={nameOf(file)} items={itemsOf(file, previews, onOpen, onDelete)} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function itemsOf(
  file: FileView,
  previews: boolean,
  onOpen: FilesTableProps['onOpen'],
  onDelete: FilesTableProps['onDelete'],
): RowMenuItem[] {
  const items: RowMenuItem[] = [
    { label: 'Show details', icon: PanelRightOpen, onSelect: () => onOpen(file) },
  ];
  if (previews && file.state === 'stored')
    items.push({ label: 'Download file', icon: Download, onSelect: () => downloadFile(file.id) });
  if (onDelete)
    items.push({
      label: 'Delete file',
      icon: Trash2,
      destructive: true,
      onSelect: () => onDelete(file),
    });
  return items;
}
