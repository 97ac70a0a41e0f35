import type { ReactNode } from 'react';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { LoadedRows, type LoadedRowsProps } from './loaded-rows';

interface ListCardProps<T> extends LoadedRowsProps<T> {
  query: LoadedRowsProps<T>['query'] & { isPending: boolean };
  title: string;
  description: string;
  /** Beside the title: the button that adds one, a filter. */
  action?: ReactNode;
}

/** A card that holds one list, below what it is and what can be done with it. */
export const ListCard = <T,>({ title, description, action, ...list }: ListCardProps<T>) => (
  <Card className="overflow-hidden" aria-busy={list.query.isPending}>
    <CardHeader className="border-b px-3">
      <div>
        <CardTitle>{title}</CardTitle>
        <CardDescription>{description}</CardDescription>
      </div>
      {action}
    </CardHeader>
    <LoadedRows {...list} />
  </Card>
);
