'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { errorText } from '@/components/api-client';
import { useLocalZone } from '@/components/clock/use-local-zone';
import { Button, buttonVariants } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Tabs, TabsPanel } from '@/components/ui/tabs';
import { workspaceQuotaQuery } from '@/components/workspaces/queries';
import { MEASURES } from '@/lib/usage/chart-model';
import { BreakdownTable } from './breakdown-table';
import { CsvButton } from './csv-button';
import { FilterChips } from './filter-chips';
import { LatencyPanel, useLatencyOf } from './latency-panel';
import { LatencyTable } from './latency-table';
import { MeasureTabs } from './measure-tabs';
import { type Filters, type Group, MEASURE_LABELS, type PageMeasure } from './measures';
import { pickGroup } from './prepare-breakdown';
import { RowsTable } from './rows-table';
import { UsageChart, useUsageModel } from './usage-chart';
import { UsageToolbar } from './usage-toolbar';
import { useLatency, useUsage } from './use-usage';
import { type UsageState, useUsageState } from './use-usage-state';

/** Requests, tokens, spend and refusals over time, by key, model, resource, member or outcome. */
export function UsagePage({ workspaceId, currency }: { workspaceId: string; currency: string }) {
  const [state, setState] = useUsageState();
  const { measure, only } = state;
  const localZone = useLocalZone();
  const zone = state.zone === 'utc' ? 'UTC' : localZone;
  const filters = useFilters(state);
  const { range, from, to, interval, group, compare } = state;
  const asked = { workspaceId, zone, group, range, from, to, interval, filters };
  const usage = useUsage({ ...asked, compare });
  const latency = useLatency(asked);
  const [latencyOf, setLatencyOf] = useLatencyOf();
  const quota = useQuery({ ...workspaceQuotaQuery(workspaceId), refetchInterval: false });
  const answer = usage.data;
  const shownOnly = answer?.group === group ? only : null;
  const amount = measure === 'latency' ? 'requests' : measure;
  const narrowed = Object.values(filters).some(Boolean);
  const model = useUsageModel(answer, {
    measure: amount,
    currency,
    only: shownOnly,
    // The workspace's limits say nothing of a part of its calls.
    limits: narrowed ? undefined : quota.data?.data,
  });
  const totals = answer?.view.totals ?? null;
  const nothing = totals !== null && totals.requests === 0 && totals.denied === 0;
  const shown = answer && shownOnly !== null ? pickGroup(answer.view, shownOnly).totals : totals;

  return (
    <div className="flex flex-col gap-4">
      <UsageToolbar state={state} setState={setState} zone={localZone} />
      <FilterChips filters={filters} names={answer?.view.filters ?? {}} onRemove={setState} />
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
            <Tabs value={measure} onValueChange={(next: PageMeasure) => setState({ measure: next })}>
              <MeasureTabs
                totals={shown}
                previous={shownOnly === null ? (answer?.view.previous?.totals ?? null) : null}
                latency={latency.data?.view ?? null}
                currency={currency}
              />
              {MEASURES.map((one) => (
                <TabsPanel key={one} value={one}>
                  <CardContent>
                    <UsageChart
                      answer={answer}
                      model={model}
                      measure={amount}
                      only={shownOnly}
                      empty={<NoUsage measure={MEASURE_LABELS[amount].toLowerCase()} nothing={nothing} />}
                      table={answer && <RowsTable answer={answer} currency={currency} />}
                      actions={
                        <>
                          <Button
                            variant="outline"
                            size="sm"
                            aria-pressed={compare}
                            className="aria-pressed:bg-accent"
                            onClick={() => setState({ compare: !compare })}
                          >
                            Compare
                          </Button>
                          {answer && <CsvButton workspaceId={workspaceId} question={answer} />}
                        </>
                      }
                    />
                  </CardContent>
                </TabsPanel>
              ))}
              <TabsPanel value="latency">
                <CardContent>
                  {latency.isError && !latency.data ? (
                    <ErrorState
                      title="Latency could not be loaded"
                      {...errorText(latency.error)}
                      onRetry={() => latency.refetch()}
                    />
                  ) : (
                    <LatencyPanel
                      workspaceId={workspaceId}
                      answer={latency.data}
                      of={latencyOf}
                      onOf={setLatencyOf}
                      filters={filters}
                    />
                  )}
                </CardContent>
              </TabsPanel>
            </Tabs>
          </Card>
          {measure === 'latency' && latency.data && latency.data.view.data.length > 0 && (
            <LatencyTable answer={latency.data} of={latencyOf} />
          )}
          {measure !== 'latency' && answer && model && !nothing && (
            <BreakdownTable
              answer={answer}
              measure={measure}
              currency={currency}
              model={model}
              only={shownOnly}
              onOnly={(next) => setState({ only: next })}
              onFilter={(value) =>
                setState({ [answer.group]: value, only: null, group: nextGroup(answer.group) })
              }
            />
          )}
        </div>
      )}
    </div>
  );
}

/** The filters of the URL, the same object while none changes. */
function useFilters(state: UsageState): Filters {
  const { key, model, resource, member, outcome, limit } = state;
  return useMemo(
    () => ({ key, model, resource, member, outcome, limit }),
    [key, model, resource, member, outcome, limit],
  );
}

/** What a page narrowed to one key or model is broken down by next. */
const nextGroup = (group: Group): Group => (group === 'model' ? 'key' : 'model');

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
