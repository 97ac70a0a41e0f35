'use client';

import { useQuery } from '@tanstack/react-query';
import { unseenQuery } from './queries';

/** How many alerts the reader has not seen, beside the page's name in the navigation. */
export function UnseenCount({ workspaceId }: { workspaceId: string }) {
  const { data: unseen = 0 } = useQuery(unseenQuery(workspaceId));
  if (unseen === 0) return null;
  return (
    <span className="rail:absolute ml-auto rail:top-0 rail:right-0 rail:size-2 min-w-5 rounded-full bg-danger-soft px-1.5 rail:p-0 text-center font-medium text-danger rail:text-[0] text-xs tabular-nums">
      {unseen > 99 ? '99+' : unseen}
      <span className="sr-only"> new</span>
    </span>
  );
}
