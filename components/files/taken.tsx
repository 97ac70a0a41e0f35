import Link from 'next/link';
import { formatBytes } from '@/components/format/number';
import type { UploadSizesView } from '@/lib/plans/schema';
import { KINDS, largest } from './allowances';

const PLURAL = { image: 'Images', document: 'documents', video: 'videos' } as const;

/** What a plan takes by kind, in a sentence. */
export function Taken({ sizes, planName }: { sizes: UploadSizesView; planName: string }) {
  const parts = KINDS.filter((kind) => largest(sizes, kind) > 0).map(
    (kind) => `${PLURAL[kind]} up to ${formatBytes(largest(sizes, kind))}`,
  );
  return (
    <>
      <p>
        {parts.length > 0
          ? `On ${planName}: ${new Intl.ListFormat('en').format(parts)} each.`
          : `${planName} takes no files.`}{' '}
        What a file is, is told by its content, not by its name.
      </p>
      <p>
        Programs send up to {sizes.batch_files} files in one request:{' '}
        <Link href="/docs/rate-limits/aionvision#uploads" className="text-link underline underline-offset-2">
          uploads by API
        </Link>
        .
      </p>
    </>
  );
}
