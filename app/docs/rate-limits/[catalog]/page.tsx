import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocArticle } from '@/components/docs/doc-article';
import { catalogPage } from '@/lib/docs/catalog-page';
import { publishedCatalogs, readersBaseUrl, twinOf } from '../../docs';

interface PageProps {
  params: Promise<{ catalog: string }>;
}

async function catalogOf({ params }: PageProps) {
  const { catalog: id } = await params;
  const found = (await publishedCatalogs()).find((catalog) => catalog.id === id);
  return found ?? notFound();
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { id, name } = await catalogOf(props);
  return { title: `${name} rate limits`, alternates: twinOf(`/docs/rate-limits/${id}`) };
}

export default async function CatalogRateLimits(props: PageProps) {
  return <DocArticle page={catalogPage(await catalogOf(props), await readersBaseUrl())} />;
}
