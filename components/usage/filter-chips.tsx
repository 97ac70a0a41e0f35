'use client';

import { X } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { limitWords } from './limit-words';
import { FILTERS, type Filters, GROUP_LABELS, type Group } from './measures';

interface FilterChipsProps {
  filters: Filters;
  /** Names for the filtered ids, as the answer tells them. */
  names: Record<string, string>;
  onRemove: (filters: Filters) => void;
}

const NO_FILTERS: Filters = Object.fromEntries(FILTERS.map((name) => [name, null]));

/** What the whole page is narrowed to; each can be taken away again. */
export function FilterChips({ filters, names, onRemove }: FilterChipsProps) {
  const set = FILTERS.filter((name) => filters[name]);
  if (set.length === 0) return null;
  return (
    <section className="flex flex-wrap items-center gap-2" aria-label="Filters">
      {set.map((name) => (
        <Badge key={name} tone="outline" className="h-8 max-w-full pr-0.5">
          <span className="truncate">
            {GROUP_LABELS[name]}: {nameOf(name, filters[name] ?? '', names)}
          </span>
          <button
            type="button"
            aria-label={`Show every ${GROUP_LABELS[name].toLowerCase()} again`}
            className="flex size-7 items-center justify-center rounded-sm hover:bg-muted"
            onClick={() => onRemove({ [name]: null })}
          >
            <X aria-hidden />
          </button>
        </Badge>
      ))}
      {set.length > 1 && (
        <Button variant="ghost" size="sm" onClick={() => onRemove(NO_FILTERS)}>
          Clear filters
        </Button>
      )}
    </section>
  );
}

const nameOf = (filter: Group, value: string, names: Record<string, string>) =>
  filter === 'limit' ? limitWords(value) : (names[filter] ?? value);
