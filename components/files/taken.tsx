import Link from 'next/link';
import { formatBytes } from '@/components/format/number';
import type { UploadSizesView } from '@/lib/plans/schema';
import { KINDS, largest } from './allowances';

const PLURAL = { image: 'images', document: 'documents', video: 'videos' } as const;

interface TakenProps {
  sizes: UploadSizesView;
  planName: string;
  catalogId: string;
}

/** What a plan takes by kind, in a sentence. */
export function Taken({ sizes, planName, catalogId }: TakenProps) {
  const parts = KINDS.filter((kind) => largest(sizes, kind) > 0).map(
    (kind) => `${PLURAL[kind]} up to ${formatBytes(largest(sizes, kind))}`,
  );
  return (
    <>
      <p>
        {parts.length > 0
          ? `On ${planName}: ${new Intl.ListFormat('en').format(parts)} each.`
          : `${planName} takes no files.`}{' '}
        Its content decides what a file is, not its name.
      </p>
      <p>
        Programs send up to {sizes.batch_files} files in one request:{' '}
        <Link
          href={`/docs/rate-limits/${catalogId}#uploads`}
          className="text-link underline underline-offset-2"
        >
          uploads by API
        </Link>
        .
      </p>
    </>
  );
}
