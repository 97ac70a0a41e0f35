import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocArticle } from '@/components/docs/doc-article';
import { catalogPage } from '@/lib/docs/catalog-page';
import { publishedCatalogs, readersBaseUrl } from '../../docs';

interface PageProps {
  params: Promise<{ catalog: string }>;
}

async function catalogOf({ params }: PageProps) {
  const { catalog: id } = await params;
  const found = (await publishedCatalogs()).find((catalog) => catalog.id === id);
  return found ?? notFound();
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: `${(await catalogOf(props)).name} rate limits` };
}

export default async function CatalogRateLimits(props: PageProps) {
  return <DocArticle page={catalogPage(await catalogOf(props), await readersBaseUrl())} />;
}
