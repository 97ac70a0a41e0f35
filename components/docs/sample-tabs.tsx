'use client';

import type { ReactNode } from 'react';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';

interface SampleTabsProps {
  caption: string;
  labels: readonly string[];
  /** One for each label, drawn on the server. */
  panels: readonly ReactNode[];
}

/** Alternatives side by side: languages of a sample, limits of a refusal. */
export function SampleTabs({ caption, labels, panels }: SampleTabsProps) {
  return (
    <Tabs defaultValue={labels[0]} className="min-w-0">
      <TabsList aria-label={caption} className="[scrollbar-width:thin]">
        {labels.map((label) => (
          <TabsTab key={label} value={label}>
            {label}
          </TabsTab>
        ))}
      </TabsList>
      {labels.map((label, i) => (
        <TabsPanel key={label} value={label}>
          {panels[i]}
        </TabsPanel>
      ))}
    </Tabs>
  );
}
