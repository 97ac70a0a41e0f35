'use client';

import { useState } from 'react';
import type { FileView } from '@/lib/uploads/schema';
import { FileIcon } from './file-icon';
import { fileHref } from './file-link';
import { viewOf } from './words';

/** Larger pictures are not fetched for the sake of a thumbnail. */
const MOST_BYTES = 2 * 2 ** 20;

interface ThumbnailProps {
  file: FileView;
  /** Whether the reader may fetch it. */
  fetched: boolean;
}

/** A small picture of an image, the icon of anything else. */
export function Thumbnail({ file, fetched }: ThumbnailProps) {
  const [broken, setBroken] = useState(false);
  const drawn = fetched && !broken && viewOf(file) === 'image' && file.bytes <= MOST_BYTES;
  return (
    <span className="flex size-8 shrink-0 items-center justify-center overflow-hidden rounded-sm border bg-muted text-muted-foreground">
      {drawn ? (
        <img
          src={fileHref(file.id)}
          alt=""
          width={32}
          height={32}
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
          onError={() => setBroken(true)}
        />
      ) : (
        <FileIcon kind={file.kind ?? ''} className="size-4" />
      )}
    </span>
  );
}
