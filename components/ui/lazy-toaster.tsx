'use client';

import dynamic from 'next/dynamic';

/** Where toasts appear; fetched after the page has come to life. */
export const LazyToaster = dynamic(() => import('./toaster').then((module) => module.Toaster), {
  ssr: false,
});
