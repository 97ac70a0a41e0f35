'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Building2, Keyboard, KeyRound, LogOut, Moon, Plus, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { keysQuery } from '@/components/keys/queries';
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from '@/components/ui/command';
import { backdropClass } from '@/components/ui/popup';
import type { MeView } from '@/lib/workspaces/schema';
import { chooseWorkspace } from './choose-workspace';
import { endSession } from './end-session';
import { ADMIN_NAV, workspaceNav } from './nav-items';
import { openShortcuts } from './open-shortcuts';
import { fit } from './palette-filter';

interface CommandPaletteProps {
  me: MeView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every page, every key, every workspace and the common actions, by typing. */
export function CommandPalette({ me, open, onOpenChange }: CommandPaletteProps) {
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const [search, setSearch] = useState('');
  const workspaceId = me.current_workspace_id;
  const keys = useQuery({ ...keysQuery(workspaceId ?? ''), enabled: open && workspaceId !== null });
  const pages = [...workspaceNav(me), ...(me.user.platform_admin ? ADMIN_NAV : [])];
  const dark = resolvedTheme === 'dark';

  function run(action: () => void) {
    onOpenChange(false);
    setSearch('');
    action();
  }

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed top-[12dvh] left-1/2 z-50 flex w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-popover shadow-popover outline-none transition-[transform,opacity] duration-120 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Dialog.Title className="sr-only">Search pages and keys</Dialog.Title>
          <Command label="Search pages and keys" filter={fit} loop>
            <CommandInput
              value={search}
              onValueChange={setSearch}
              placeholder="Search pages, keys and actions"
              autoFocus
            />
            <CommandList>
              <CommandEmpty>
                {keys.isPending && workspaceId ? 'Loading keys' : `Nothing matches “${search}”.`}
              </CommandEmpty>
              <CommandGroup heading="Pages">
                {pages.map(({ href, label, icon: Icon, keywords }) => (
                  <CommandItem
                    key={href}
                    value={`page ${label}`}
                    keywords={keywords}
                    onSelect={() => run(() => router.push(href))}
                  >
                    <Icon aria-hidden /> {label}
                  </CommandItem>
                ))}
              </CommandGroup>
              {keys.data && keys.data.length > 0 ? (
                <CommandGroup heading="Keys">
                  {keys.data.map((key) => (
                    <CommandItem
                      key={key.id}
                      value={`key ${key.name} ${key.last4} ${key.id}`}
                      onSelect={() => run(() => router.push(`/keys/${key.id}`))}
                    >
                      <KeyRound aria-hidden />
                      <span className="min-w-0 flex-1 truncate">{key.name}</span>
                      <span className="font-mono text-muted-foreground text-xs">…{key.last4}</span>
                    </CommandItem>
                  ))}
                </CommandGroup>
              ) : null}
              <CommandGroup heading="Actions">
                {workspaceId ? (
                  <CommandItem
                    value="Create key"
                    keywords={['new', 'add', 'api']}
                    onSelect={() => run(() => router.push('/keys?create=true'))}
                  >
                    <Plus aria-hidden /> Create key
                  </CommandItem>
                ) : null}
                <CommandItem
                  value="theme light dark"
                  onSelect={() => run(() => setTheme(dark ? 'light' : 'dark'))}
                >
                  {dark ? <Sun aria-hidden /> : <Moon aria-hidden />}
                  {dark ? 'Use the light theme' : 'Use the dark theme'}
                </CommandItem>
                {me.workspaces
                  .filter((w) => w.id !== workspaceId)
                  .map((workspace) => (
                    <CommandItem
                      key={workspace.id}
                      value={`switch workspace ${workspace.name} ${workspace.id}`}
                      onSelect={() => run(() => chooseWorkspace(workspace.id))}
                    >
                      <Building2 aria-hidden /> Switch to {workspace.name}
                    </CommandItem>
                  ))}
                <CommandItem
                  value="Keyboard shortcuts"
                  keywords={['help', 'keys', 'hotkeys']}
                  onSelect={() => run(openShortcuts)}
                >
                  <Keyboard aria-hidden /> Keyboard shortcuts
                </CommandItem>
                <CommandItem value="Sign out" onSelect={() => run(() => void endSession())}>
                  <LogOut aria-hidden /> Sign out
                </CommandItem>
              </CommandGroup>
            </CommandList>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
