import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { Input } from './input';

/** What a list is searched by, with the lens that says so. @param className of the box around */
export const SearchInput = ({ className, ...props }: ComponentProps<'input'>) => (
  <div className={cn('relative', className)}>
    <Search
      aria-hidden
      className="pointer-events-none absolute inset-y-0 left-2.5 z-1 my-auto size-4 text-muted-foreground"
    />
    <Input type="search" className="pl-8" {...props} />
  </div>
);
