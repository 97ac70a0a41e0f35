'use client';

import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { toast } from '@/components/ui/toast';

interface DropZoneProps {
  onFiles: (files: File[]) => void;
  /** What is taken, in a few words. */
  children: ReactNode;
}

/** Takes files that are dropped or chosen, any number at once. */
export function DropZone({ onFiles, children }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  // Leaving a child enters its parent: what is counted is how deep the pointer is.
  const [depth, setDepth] = useState(0);
  const isFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDepth(0);
    const files = droppedFiles(event.dataTransfer);
    if (files.length > 0) onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for everybody
    <div
      className={cn(
        'flex flex-col items-center gap-3 rounded-lg border border-input border-dashed bg-card px-6 py-8 text-center transition-colors',
        depth > 0 && 'border-primary border-solid bg-primary-soft',
      )}
      onDragEnter={(event) => isFiles(event) && setDepth(depth + 1)}
      onDragLeave={(event) => isFiles(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Upload aria-hidden className="size-5 text-muted-foreground" />
      <p className="text-sm">
        <span className="max-sm:hidden">Drop files here, or </span>
        <Button className="ml-1" variant="outline" onClick={() => input.current?.click()}>
          Choose files
        </Button>
      </p>
      <div className="max-w-prose text-pretty text-muted-foreground text-xs">{children}</div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again, to go on with it.
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** The files of a drop; a folder has no content that could be sent. */
function droppedFiles(transfer: DataTransfer): File[] {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const isFolder = items.map((item) => item.webkitGetAsEntry()?.isDirectory === true);
  if (isFolder.includes(true))
    toast.error('Folders cannot be uploaded', { description: 'Open the folder and drop the files in it.' });
  return [...transfer.files].filter((_, place) => !isFolder[place]);
}
