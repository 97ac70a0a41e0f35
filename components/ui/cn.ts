import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** The type scale of app/globals.css; without it text-2xl and a text colour would be taken for rivals. */
const merge = extendTailwindMerge({
  extend: { theme: { text: ['xs', 'sm', 'base', 'lg', '2xl'], shadow: ['popover', 'control'] } },
});

/** Joins class names; of Tailwind classes that conflict the last one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
