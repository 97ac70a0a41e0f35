'use client';

import { Download, Trash2 } from 'lucide-react';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatBytes, formatExact } from '@/components/format/number';
import { Button, buttonVariants } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import type { LimitView } from '@/lib/plans/schema';
import type { FileView } from '@/lib/uploads/schema';
import { DescribeFile } from './describe-file';
import { fileHref } from './file-link';
import { FilePreview } from './file-preview';
import { kindWords, nameOf } from './words';

interface FileDrawerProps {
  open: boolean;
  file: FileView | null;
  workspaceId: string;
  changeable: boolean;
  descriptionsLeft: LimitView | null;
  onClose: () => void;
  onDelete: (file: FileView) => void;
}

/** One file: what it looks like, what is known of it, its description. */
export function FileDrawer({
  open,
  file,
  workspaceId,
  changeable,
  descriptionsLeft,
  onClose,
  onDelete,
}: FileDrawerProps) {
  return (
    <Sheet open={open} onOpenChange={(next) => !next && onClose()}>
      <SheetContent
        title={<span className="break-all">{file ? nameOf(file) : 'File'}</span>}
        description={file ? `${kindWords(file)}, ${formatBytes(file.bytes)}` : undefined}
      >
        {file ? (
          <div className="flex flex-col gap-6 px-5 py-5">
            {changeable ? <FilePreview file={file} /> : null}
            {file.state === 'stored' ? (
              <DescribeFile
                key={file.id}
                file={file}
                workspaceId={workspaceId}
                changeable={changeable}
                limit={descriptionsLeft}
              />
            ) : (
              <p className="text-muted-foreground text-sm">
                This upload has not ended. Choose the same file again to go on with it; its{' '}
                {formatBytes(file.bytes)} are held in storage until then, or until you delete it.
              </p>
            )}
            <Facts file={file} />
            {changeable ? (
              <div className="flex flex-wrap gap-2">
                {file.state === 'stored' ? (
                  <a
                    href={fileHref(file.id)}
                    download={nameOf(file)}
                    className={buttonVariants({ variant: 'outline' })}
                  >
                    <Download aria-hidden className="size-4" /> Download file
                  </a>
                ) : null}
                <Button variant="outline" className="text-danger" onClick={() => onDelete(file)}>
                  <Trash2 aria-hidden /> Delete file
                </Button>
              </div>
            ) : null}
          </div>
        ) : null}
      </SheetContent>
    </Sheet>
  );
}

function Facts({ file }: { file: FileView }) {
  return (
    <dl className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-2 text-sm [&_dt]:text-muted-foreground">
      <dt>Added</dt>
      <dd>
        <RelativeTime at={file.created_at} />
      </dd>
      <dt>Size</dt>
      <dd className="tabular-nums">{formatExact(file.bytes)} bytes</dd>
      <dt>Type</dt>
      <dd className="break-all">{file.content_type || 'Not known yet'}</dd>
      <dt>File id</dt>
      <dd className="flex items-center gap-1">
        <span className="min-w-0 break-all font-mono text-xs">{file.id}</span>
        <CopyButton value={file.id} label="Copy file id" />
      </dd>
      {file.sha256 ? (
        <>
          <dt>SHA-256</dt>
          <dd className="break-all font-mono text-xs">{file.sha256}</dd>
        </>
      ) : null}
    </dl>
  );
}
