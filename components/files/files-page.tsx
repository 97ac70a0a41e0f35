'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { rememberWorkspace } from '@/components/shell/choose-workspace';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { workspaceQuotaQuery } from '@/components/workspaces/queries';
import type { UploadSizesView } from '@/lib/plans/schema';
import { type Allowances, refusalOf } from './allowances';
import { DropZone } from './drop-zone';
import { FileList } from './file-list';
import { FilesLeft, storageLeft } from './files-left';
import { Taken } from './taken';
import { TransfersCard } from './transfers-card';
import { useUploads } from './use-uploads';

interface FilesPageProps {
  workspaceId: string;
  planName: string;
  catalogId: string;
  currency: string;
  /** null: uploads are not in the plan. */
  sizes: UploadSizesView | null;
  /** Viewers and admins who act here see what is stored, and change nothing. */
  changeable: boolean;
}

/** What the workspace stores, how much more fits, and the way to put something there. */
export function FilesPage({ workspaceId, planName, catalogId, currency, sizes, changeable }: FilesPageProps) {
  const quota = useQuery(workspaceQuotaQuery(workspaceId));
  const { transfers, store } = useUploads();
  useEffect(() => rememberWorkspace(workspaceId), [workspaceId]);

  function upload(files: File[]) {
    if (!sizes) return;
    // Each file that goes takes its part of what is left from those behind it.
    const left = storageLeft(quota.data);
    let bytesLeft = left;
    store.add(workspaceId, files, (file) => {
      const allowances: Allowances = { planName, sizes, bytesLeft };
      const reason = refusalOf(file, allowances);
      if (reason === null && bytesLeft !== null) bytesLeft -= file.size;
      return reason;
    });
  }

  return (
    <>
      <Card>
        <CardHeader className="pt-3">
          <CardTitle>What is left</CardTitle>
        </CardHeader>
        <CardContent className="pt-2">
          <FilesLeft quota={quota} currency={currency} />
        </CardContent>
      </Card>
      {sizes && changeable ? (
        <DropZone onFiles={upload}>
          <Taken sizes={sizes} planName={planName} catalogId={catalogId} />
        </DropZone>
      ) : null}
      <TransfersCard transfers={transfers} store={store} />
      <FileList
        workspaceId={workspaceId}
        changeable={changeable}
        descriptionsLeft={quota.data?.data.find(({ metric }) => metric === 'descriptions') ?? null}
      />
    </>
  );
}
