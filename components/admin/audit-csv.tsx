'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { saveCsv } from '@/components/save-csv';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';

/** Saves every entry that the filters leave, however many pages they are. */
export function AuditCsv({ asked }: { asked: Record<string, string | undefined> }) {
  const [pending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    const set = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
    try {
      await saveCsv(
        `/audit?${new URLSearchParams(set)}`,
        `audit-${new Date().toISOString().slice(0, 10)}.csv`,
      );
    } catch (error) {
      toast.error(errorText(error).message);
    } finally {
      setPending(false);
    }
  };
  return (
    <Button variant="outline" pending={pending} onClick={save}>
      <Download aria-hidden />
      CSV
    </Button>
  );
}
