'use client';

import dynamic from 'next/dynamic';
import { ChartSkeleton } from './chart-skeleton';

const loading = () => <ChartSkeleton />;

/** The bar drawing, loaded when first shown: recharts is 115 KB that no page pays for up front. */
export const LazyBars = dynamic(() => import('./bar-drawing'), {
  ssr: false,
  loading,
});

/** The line drawing, likewise. */
export const LazyLines = dynamic(() => import('./line-drawing'), { ssr: false, loading });
