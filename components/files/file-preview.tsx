'use client';

import { useState } from 'react';
import type { FileView } from '@/lib/uploads/schema';
import { FileIcon } from './file-icon';
import { fileHref } from './file-link';
import { nameOf, viewOf } from './words';

/** What a file looks like: pictures and films alone, since nothing else can be shown without being run. */
export function FilePreview({ file }: { file: FileView }) {
  const [broken, setBroken] = useState(false);
  const view = broken ? null : viewOf(file);
  const className = 'max-h-80 w-full rounded-md border bg-muted object-contain';
  if (view === 'image')
    return (
      <img
        src={fileHref(file.id)}
        alt={file.description ?? `Preview of ${nameOf(file)}`}
        className={className}
        onError={() => setBroken(true)}
      />
    );
  if (view === 'video')
    return (
      // biome-ignore lint/a11y/useMediaCaption: a member's own film; no captions are known of it
      <video
        src={fileHref(file.id)}
        aria-label={`Preview of ${nameOf(file)}`}
        controls
        preload="metadata"
        className={className}
        onError={() => setBroken(true)}
      />
    );
  return (
    <div className="flex h-28 items-center justify-center gap-2 rounded-md border bg-muted text-muted-foreground text-sm">
      <FileIcon kind={file.kind ?? ''} className="size-5" />
      {broken ? 'The preview could not be loaded.' : 'No preview. Download the file to look at it.'}
    </div>
  );
}
