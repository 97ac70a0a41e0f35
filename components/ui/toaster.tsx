'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner } from 'sonner';
import { toasterMounted } from './toast';

export function Toaster() {
  const { resolvedTheme } = useTheme();
  // a parent's effects run after its children's: by now Sonner listens
  useEffect(toasterMounted, []);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast:
            '!rounded-lg !border-0 !bg-popover !text-foreground !shadow-popover !font-sans !text-sm !gap-2.5',
          description: '!text-muted-foreground',
          error: '[&_[data-icon]]:!text-danger',
          success: '[&_[data-icon]]:!text-success',
        },
      }}
    />
  );
}
