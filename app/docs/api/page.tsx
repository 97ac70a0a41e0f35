import type { Metadata } from 'next';
import { ApiOverview } from '@/components/docs/api-reference';
import { readersReference } from '../docs';

export const metadata: Metadata = { title: 'API reference' };

export default async function ApiPage() {
  return <ApiOverview reference={await readersReference()} />;
}
