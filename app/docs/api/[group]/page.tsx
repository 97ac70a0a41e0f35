import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApiGroupView } from '@/components/docs/api-reference';
import { readersReference, twinOf } from '../../docs';

interface PageProps {
  params: Promise<{ group: string }>;
}

async function groupOf({ params }: PageProps) {
  const { group: id } = await params;
  return (await readersReference()).groups.find((group) => group.id === id) ?? notFound();
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { id, title } = await groupOf(props);
  return { title: `${title} API`, alternates: twinOf(`/docs/api/${id}`) };
}

export default async function ApiGroupPage(props: PageProps) {
  return <ApiGroupView group={await groupOf(props)} />;
}
