'use client';

import { Timer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ChartContainer } from '@/components/charts/chart-container';
import { useNarrow } from '@/components/charts/use-narrow';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { CsvButton } from './csv-button';
import type { Filters } from './measures';
import { type LatencyOf, prepareLatency } from './prepare-latency';
import type { LatencyAnswer } from './use-usage';

interface LatencyPanelProps {
  workspaceId: string;
  answer: LatencyAnswer | undefined;
  of: LatencyOf;
  onOf: (of: LatencyOf) => void;
  filters: Filters;
}

/** How long answers took: half of them, 95 and 99 of a hundred. */
export function LatencyPanel({ workspaceId, answer, of, onOf, filters }: LatencyPanelProps) {
  const maxTicks = useNarrow() ? 4 : 6;
  const model = useMemo(() => (answer ? prepareLatency(answer, of, maxTicks) : null), [answer, of, maxTicks]);
  return (
    <ChartContainer
      title={of === 'answer' ? 'Time to the whole answer' : 'Time to the first byte'}
      model={model}
      empty={
        <EmptyState icon={Timer} title="Nothing measured in this range" className="h-full justify-center">
          {of === 'answer'
            ? 'Times appear here seconds after a call was answered.'
            : 'No answer of this range told when its first byte came.'}
        </EmptyState>
      }
      actions={
        <>
          <Select
            aria-label="Time to"
            size="sm"
            value={of}
            onValueChange={onOf}
            options={[
              { value: 'answer', label: 'Whole answer' },
              { value: 'first_byte', label: 'First byte' },
            ]}
          />
          {answer && <CsvButton workspaceId={workspaceId} question={{ ...answer, filters }} what="latency" />}
        </>
      }
    />
  );
}

/** The choice between whole answers and first bytes, shared by chart and table. */
export const useLatencyOf = () => useState<LatencyOf>('answer');
