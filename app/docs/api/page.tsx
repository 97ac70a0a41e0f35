import type { Metadata } from 'next';
import { ApiOverview } from '@/components/docs/api-reference';
import { readersReference, twinOf } from '../docs';

export const metadata: Metadata = { title: 'API reference', alternates: twinOf('/docs/api') };

export default async function ApiPage() {
  return <ApiOverview reference={await readersReference()} />;
}
