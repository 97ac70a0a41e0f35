'use client';

import { useEffect, useState } from 'react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { FormAlert } from '@/components/ui/form-alert';
import { SegmentedList, SegmentedTab, Tabs } from '@/components/ui/tabs';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { CatalogView } from '@/lib/plans/schema';
import type { PlanDetailView } from '@/lib/workspaces/plans/schema';
import { EditorFields } from './editor-fields';
import { EditorText } from './editor-text';
import {
  bodyOf,
  changeWords,
  fromForm,
  fromText,
  type PlanBody,
  type PlanErrors,
  sameBody,
  toForm,
  toText,
} from './plan-form';
import { PublicPage } from './public-page';
import { useReplay, useSavePlan } from './queries';
import { ReplayCard } from './replay-card';

const VIEWS = { form: 'Form', text: 'Text', page: 'Public page' } as const;
type View = keyof typeof VIEWS;

interface PlanEditorProps {
  plan: PlanDetailView;
  catalog: CatalogView;
  /** Whether there is something to lose. */
  onDirty: (dirty: boolean) => void;
}

/** Edits one plan, as a form or as text; what it would do can be seen before it is saved. Mount it anew for each plan. */
export function PlanEditor({ plan, catalog, onDirty }: PlanEditorProps) {
  const saved = bodyOf(plan);
  const [view, setView] = useState<View>('form');
  const [form, setForm] = useState(() => toForm(saved));
  const [text, setText] = useState(() => toText(saved));
  const [tried, setTried] = useState(false);
  const save = useSavePlan(plan);
  const send = useOnce(save);
  const replay = useReplay(plan.id);

  const read = view === 'text' ? fromText(text) : fromForm(form);
  const body = 'body' in read ? read.body : null;
  const errors: PlanErrors = tried && 'errors' in read ? read.errors : {};
  const textError = tried && 'error' in read ? read.error : undefined;
  const dirty = body === null || !sameBody(saved, body);

  useEffect(() => {
    onDirty(dirty);
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty, onDirty]);

  /** Does something with a plan that can be read; else shows what is wrong with it. */
  const withBody = (work: (body: PlanBody) => void) => {
    setTried(true);
    if (body) work(body);
  };
  const show = (next: View) =>
    withBody((current) => {
      setForm(toForm(current));
      setText(toText(current));
      setTried(false);
      setView(next);
    });
  const reset = () => {
    setForm(toForm(saved));
    setText(toText(saved));
    setTried(false);
    save.reset();
  };

  return (
    <div className="flex flex-col gap-6">
      <Card>
        <CardHeader>
          <div className="min-w-0">
            <CardTitle>{plan.name}</CardTitle>
            <CardDescription>{bindsWords(plan)}</CardDescription>
          </div>
          <Tabs value={view} onValueChange={(next) => show(next as View)}>
            <SegmentedList aria-label="How to edit">
              {Object.entries(VIEWS).map(([value, label]) => (
                <SegmentedTab key={value} value={value}>
                  {label}
                </SegmentedTab>
              ))}
            </SegmentedList>
          </Tabs>
        </CardHeader>
        {view === 'form' ? (
          <EditorFields
            form={form}
            errors={errors}
            currency={catalog.currency}
            zone={catalog.time_zone}
            onChange={setForm}
          />
        ) : view === 'text' ? (
          <EditorText text={text} error={textError} onChange={setText} />
        ) : (
          <PublicPage catalog={catalog} plan={plan} body={body ?? saved} />
        )}
        <CardContent className="flex flex-col gap-3 border-t pt-3">
          <FormAlert>{save.isError ? errorText(save.error).message : null}</FormAlert>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 text-muted-foreground text-sm">
              {!dirty
                ? 'No changes.'
                : body
                  ? `Changed: ${changeWords(saved, body).join(', ')}.`
                  : 'The edited plan cannot be read yet.'}
            </p>
            <div className="flex gap-2">
              <Button variant="ghost" disabled={!dirty} onClick={reset}>
                Discard changes
              </Button>
              <Button
                disabled={!dirty}
                pending={save.isPending}
                onClick={() =>
                  withBody((current) =>
                    send(current, () =>
                      toast.success(`${current.name} saved`, {
                        description: 'In force on the next request. What was used is kept.',
                      }),
                    ),
                  )
                }
              >
                Save plan
              </Button>
            </div>
          </div>
        </CardContent>
      </Card>
      <ReplayCard
        replay={replay}
        body={body}
        currency={catalog.currency}
        onReplay={() => withBody((current) => replay.mutate(current))}
      />
    </div>
  );
}

function bindsWords({ workspaces, keys, slug }: PlanDetailView): string {
  const on = workspaces === 1 ? '1 workspace is' : `${workspaces} workspaces are`;
  const pinned = keys === 0 ? '' : keys === 1 ? ', 1 key is pinned to it' : `, ${keys} keys are pinned to it`;
  return `${on} on it${pinned}. In the API it is “${slug}”.`;
}
