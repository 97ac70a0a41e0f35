'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button';
import { toast } from './toast';

type CopyButtonProps = Omit<ButtonProps, 'children' | 'onClick' | 'value'> & {
  value: string;
  /** What is copied: "key id". Names the button where it shows only an icon. */
  label: string;
  /** Text beside the icon. */
  text?: string;
  onCopied?: () => void;
};

export function CopyButton({ value, label, text, onCopied, ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      onCopied?.();
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.');
    }
  }

  return (
    <Button
      variant="ghost"
      size={text ? 'sm' : 'icon-sm'}
      aria-label={text ? undefined : `Copy ${label}`}
      onClick={copy}
      {...props}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      {text ? (copied ? 'Copied' : text) : null}
      <span role="status" className="sr-only">
        {copied ? `${label} copied` : ''}
      </span>
    </Button>
  );
}
