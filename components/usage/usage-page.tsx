'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartColumn, Download } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Button, buttonVariants } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Tabs, TabsPanel } from '@/components/ui/tabs';
import { toast } from '@/components/ui/toast';
import { workspaceQuotaQuery } from '@/components/workspaces/queries';
import { MEASURES } from '@/lib/usage/series';
import { BreakdownTable } from './breakdown-table';
import { downloadCsv } from './download-csv';
import { MeasureTabs } from './measure-tabs';
import { MEASURE_LABELS } from './measures';
import { pickGroup } from './prepare-breakdown';
import { RowsTable } from './rows-table';
import { UsageChart, useUsageModel } from './usage-chart';
import { UsageToolbar } from './usage-toolbar';
import { type UsageAnswer, useLocalZone, useUsage } from './use-usage';
import { useUsageState } from './use-usage-state';

/** Requests, tokens, spend and refusals over time, by key, model, resource, member or outcome. */
export function UsagePage({ workspaceId, currency }: { workspaceId: string; currency: string }) {
  const [state, setState] = useUsageState();
  const { measure, only } = state;
  const localZone = useLocalZone();
  const zone = state.zone === 'utc' ? 'UTC' : localZone;
  const { range, from, to, interval, group } = state;
  const usage = useUsage({ workspaceId, zone, group, range, from, to, interval });
  const quota = useQuery({ ...workspaceQuotaQuery(workspaceId), refetchInterval: false });
  const answer = usage.data;
  const shownOnly = answer?.group === group ? only : null;
  const model = useUsageModel(answer, { measure, currency, only: shownOnly, limits: quota.data?.data });
  const totals = answer?.view.totals ?? null;
  const nothing = totals !== null && totals.requests === 0 && totals.denied === 0;
  const shown = answer && shownOnly !== null ? pickGroup(answer.view, shownOnly).totals : totals;

  return (
    <div className="flex flex-col gap-4">
      <UsageToolbar state={state} setState={setState} zone={localZone} />
      {usage.isError && !answer ? (
        <Card>
          <ErrorState
            title="Usage could not be loaded"
            {...errorText(usage.error)}
            onRetry={() => usage.refetch()}
          />
        </Card>
      ) : (
        <div aria-busy={usage.isPending || usage.isPlaceholderData} className="flex flex-col gap-4">
          <Card className={usage.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
            <Tabs value={measure} onValueChange={(next) => setState({ measure: next })}>
              <MeasureTabs totals={shown} currency={currency} />
              {MEASURES.map((one) => (
                <TabsPanel key={one} value={one}>
                  <CardContent>
                    <UsageChart
                      answer={answer}
                      model={model}
                      measure={measure}
                      only={shownOnly}
                      empty={<NoUsage measure={MEASURE_LABELS[measure].toLowerCase()} nothing={nothing} />}
                      table={answer && <RowsTable answer={answer} currency={currency} />}
                      actions={answer && <CsvButton workspaceId={workspaceId} answer={answer} />}
                    />
                  </CardContent>
                </TabsPanel>
              ))}
            </Tabs>
          </Card>
          {answer && model && !nothing && (
            <BreakdownTable
              answer={answer}
              measure={measure}
              currency={currency}
              model={model}
              only={shownOnly}
              onOnly={(next) => setState({ only: next })}
            />
          )}
        </div>
      )}
    </div>
  );
}

function NoUsage({ measure, nothing }: { measure: string; nothing: boolean }) {
  if (!nothing)
    return (
      <EmptyState icon={ChartColumn} title={`No ${measure} in this range`} className="h-full justify-center">
        Other figures above are not zero: pick one of them.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={ChartColumn}
      title="No calls in this range"
      className="h-full justify-center"
      action={
        <Link href="/keys" className={buttonVariants({ variant: 'outline' })}>
          Go to keys
        </Link>
      }
    >
      Requests, tokens and spend appear here seconds after a call. Create a key, call the API with it, or pick
      a longer range.
    </EmptyState>
  );
}

function CsvButton({ workspaceId, answer }: { workspaceId: string; answer: UsageAnswer }) {
  const [pending, setPending] = useState(false);
  const download = async () => {
    setPending(true);
    try {
      await downloadCsv(workspaceId, answer.asked, answer.zone, answer.group);
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
