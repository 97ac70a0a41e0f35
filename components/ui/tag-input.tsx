'use client';

import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { cn } from './cn';
import { controlClass } from './input';

interface TagInputProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  placeholder?: string;
  /** Offered while typing. */
  suggestions?: readonly string[];
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

/** Several words in one field: Enter, a comma or leaving the field adds one, Backspace takes the last back. */
export function TagInput({ value, onChange, placeholder, suggestions, id, ...aria }: TagInputProps) {
  const [draft, setDraft] = useState('');
  const listId = useId();

  function add(text: string) {
    const words = text.split(/[\s,]+/).filter((word) => word && !value.includes(word));
    if (words.length > 0) onChange([...value, ...new Set(words)]);
    setDraft('');
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if ((event.key === 'Enter' || event.key === ',') && draft.trim()) {
      event.preventDefault();
      add(draft);
    } else if (event.key === 'Backspace' && draft === '' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  }

  return (
    <div
      className={cn(
        controlClass,
        'flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:border-ring focus-within:ring-3 focus-within:ring-ring/25 pointer-coarse:min-h-10',
        aria['aria-invalid'] && 'border-danger',
      )}
    >
      {value.map((tag) => (
        <span
          key={tag}
          className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-sm bg-accent pl-1.5 text-xs"
        >
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => onChange(value.filter((other) => other !== tag))}
            className="flex size-6 items-center justify-center rounded-sm text-muted-foreground outline-offset-0 hover:text-foreground"
          >
            <X className="size-3" aria-hidden />
          </button>
        </span>
      ))}
      <input
        id={id}
        value={draft}
        list={suggestions && suggestions.length > 0 ? listId : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => add(draft)}
        placeholder={value.length === 0 ? placeholder : undefined}
        autoComplete="off"
        spellCheck={false}
        className="h-6 min-w-24 flex-1 bg-transparent px-1 outline-none placeholder:text-muted-foreground"
        {...aria}
      />
      {suggestions && suggestions.length > 0 ? (
        <datalist id={listId}>
          {suggestions
            .filter((word) => !value.includes(word))
            .map((word) => (
              <option key={word} value={word} />
            ))}
        </datalist>
      ) : null}
    </div>
  );
}
