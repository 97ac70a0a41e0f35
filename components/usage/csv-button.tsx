'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { type CsvQuestion, downloadCsv } from './download-csv';

interface CsvButtonProps {
  workspaceId: string;
  question: CsvQuestion;
  what?: 'usage' | 'latency';
}

/** Saves the rows behind a chart. */
export function CsvButton({ workspaceId, question, what = 'usage' }: CsvButtonProps) {
  const [pending, setPending] = useState(false);
  const download = async () => {
    setPending(true);
    try {
      await downloadCsv(workspaceId, question, what);
    } catch (error) {
      toast.error(errorText(error).message);
    } finally {
      setPending(false);
    }
  };
  return (
    <Button variant="outline" size="sm" pending={pending} onClick={download}>
      <Download aria-hidden />
      CSV
    </Button>
  );
}
