'use client';

import { FolderOpen, SearchX } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { SearchInput } from '@/components/ui/search-input';
import type { LimitView } from '@/lib/plans/schema';
import type { FileView } from '@/lib/uploads/schema';
import { FilesTable } from './files-table';
import { useFiles } from './use-files';

const DeleteFile = onFirstOpen(() => import('./delete-file').then((module) => module.DeleteFile));
const FileDrawer = onFirstOpen(() => import('./file-drawer').then((module) => module.FileDrawer));

const parsers = { query: parseAsString.withDefault(''), file: parseAsString.withDefault('') };

interface FileListProps {
  workspaceId: string;
  changeable: boolean;
  /** The limit of descriptions; null where there is none, or it is not known yet. */
  descriptionsLeft: LimitView | null;
}

/** The stored files, newest first: searched, opened and deleted here. */
export function FileList({ workspaceId, changeable, descriptionsLeft }: FileListProps) {
  const [{ query, file: openId }, setState] = useQueryStates(parsers, { clearOnDefault: true });
  const [deleting, setDeleting] = useState<FileView | null>(null);
  const list = useFiles(workspaceId, useDeferredValue(query.trim()));
  const open = list.rows?.find(({ id }) => id === openId) ?? null;
  return (
    <Card aria-busy={list.isPending || list.isPlaceholderData}>
      <CardHeader className="px-3 py-3">
        <CardTitle>Stored files</CardTitle>
        <search className="w-full sm:w-72">
          <SearchInput
            aria-label="Search files"
            placeholder="Search names and descriptions"
            value={query}
            onChange={(event) => setState({ query: event.target.value })}
          />
        </search>
      </CardHeader>
      <LoadedRows
        rows={list.rows}
        query={list}
        failed="Files could not be loaded"
        skeletons={5}
        empty={
          query.trim() === '' ? (
            <NoFiles changeable={changeable} />
          ) : (
            <NoMatch onClear={() => setState({ query: '' })} />
          )
        }
      >
        {(rows) => (
          <>
            <FilesTable
              rows={rows}
              openId={openId}
              previews={changeable}
              onOpen={({ id }) => setState({ file: id })}
              onDelete={changeable ? setDeleting : null}
            />
            <LoadMore list={list} noun="files" shown={rows.length} />
          </>
        )}
      </LoadedRows>
      <FileDrawer
        key={open?.id}
        open={open !== null}
        file={open}
        workspaceId={workspaceId}
        changeable={changeable}
        descriptionsLeft={descriptionsLeft}
        onClose={() => setState({ file: '' })}
        onDelete={setDeleting}
      />
      <DeleteFile
        open={deleting !== null}
        file={deleting}
        workspaceId={workspaceId}
        onClose={() => setDeleting(null)}
        onDeleted={() => setState({ file: '' })}
      />
    </Card>
  );
}

const NoFiles = ({ changeable }: { changeable: boolean }) => (
  <EmptyState icon={FolderOpen} title="Stored files will appear here">
    {changeable ? 'Drop one above, or send it by the API.' : 'None was uploaded yet.'}
  </EmptyState>
);

const NoMatch = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={SearchX}
    title="No file matches"
    action={
      <Button variant="outline" onClick={onClear}>
        Clear search
      </Button>
    }
  >
    Names and descriptions are searched.
  </EmptyState>
);
