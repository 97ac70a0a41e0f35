import {
  Activity,
  ArrowUpCircle,
  Bell,
  BookOpen,
  Boxes,
  Building2,
  ChartColumn,
  FolderUp,
  Gauge,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  Settings,
  SlidersHorizontal,
} from 'lucide-react';
import type { MeView } from '@/lib/workspaces/schema';

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** More words that find it in the command palette. */
  keywords: string[];
  /** Opens it when pressed after g. */
  letter?: string;
  /** For workspaces whose plan takes files. */
  files?: true;
}

const WORKSPACE_NAV: readonly NavItem[] = [
  { href: '/', letter: 'o', label: 'Overview', icon: Gauge, keywords: ['home', 'limits', 'quota', 'left'] },
  {
    href: '/keys',
    letter: 'k',
    label: 'API keys',
    icon: KeyRound,
    keywords: ['token', 'secret', 'budget', 'rpm'],
  },
  {
    href: '/usage',
    letter: 'u',
    label: 'Usage',
    icon: ChartColumn,
    keywords: ['chart', 'spend', 'tokens', 'csv'],
  },
  {
    href: '/requests',
    letter: 'r',
    label: 'Requests',
    icon: ListTree,
    keywords: ['log', 'calls', 'explorer', 'refused', 'live'],
  },
  {
    href: '/plans',
    letter: 'p',
    label: 'Plans',
    icon: Layers,
    keywords: ['tier', 'upgrade', 'compare', 'limits', 'price'],
  },
  {
    href: '/playground',
    letter: 'c',
    label: 'Playground',
    icon: MessagesSquare,
    keywords: ['chat', 'model', 'try', 'prompt', 'headers'],
  },
  {
    href: '/files',
    letter: 'f',
    label: 'Files',
    icon: FolderUp,
    keywords: ['upload', 'storage', 'image', 'video', 'document', 'description'],
    files: true,
  },
  {
    href: '/alerts',
    letter: 'a',
    label: 'Alerts',
    icon: Bell,
    keywords: ['threshold', 'webhook', 'e-mail', 'notify', 'budget', 'delivery'],
  },
  {
    href: '/settings',
    letter: 's',
    label: 'Settings',
    icon: Settings,
    keywords: ['members', 'invite', 'roles', 'tokens', 'profile', 'password', 'sessions'],
  },
  {
    href: '/docs',
    letter: 'd',
    label: 'Docs',
    icon: BookOpen,
    keywords: ['api', 'reference', 'rate limits', 'help'],
  },
];

/** The pages of a workspace, or of none. */
export function workspaceNav({ workspaces, current_workspace_id }: MeView): readonly NavItem[] {
  const takesFiles = workspaces.some(({ id, files }) => id === current_workspace_id && files);
  return WORKSPACE_NAV.filter((item) => takesFiles || !item.files);
}

export const ADMIN_NAV: readonly NavItem[] = [
  {
    href: '/admin',
    letter: 'h',
    label: 'Admin overview',
    icon: LayoutDashboard,
    keywords: ['admin', 'home', 'refused', 'busy'],
  },
  {
    href: '/admin/workspaces',
    letter: 'w',
    label: 'Workspaces',
    icon: Building2,
    keywords: ['admin', 'tenant', 'tier', 'plan'],
  },
  {
    href: '/admin/models',
    letter: 'm',
    label: 'Models',
    icon: Boxes,
    keywords: ['admin', 'upstream', 'provider', 'price', 'weight', 'health'],
  },
  {
    href: '/admin/upgrade-requests',
    letter: 'q',
    label: 'Upgrade requests',
    icon: ArrowUpCircle,
    keywords: ['admin', 'queue', 'approve', 'decline', 'plan'],
  },
  {
    href: '/admin/plans',
    letter: 't',
    label: 'Catalogs and plans',
    icon: SlidersHorizontal,
    keywords: ['admin', 'catalog', 'edit', 'limits', 'replay'],
  },
  {
    href: '/admin/audit',
    letter: 'l',
    label: 'Audit log',
    icon: ScrollText,
    keywords: ['admin', 'history', 'changes', 'who'],
  },
  {
    href: '/admin/system',
    letter: 'y',
    label: 'System',
    icon: Activity,
    keywords: ['admin', 'health', 'drift', 'repair', 'redis', 'database', 'holds', 'latency', 'dead letters'],
  },
];

/** Whether a path lies on an item's page or below it; overviews have nothing below. */
export const isCurrent = (href: string, pathname: string): boolean =>
  href === '/' || href === '/admin'
    ? pathname === href
    : pathname === href || pathname.startsWith(`${href}/`);
