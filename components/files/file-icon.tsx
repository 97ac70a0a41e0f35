import { FileClock, FileImage, FileText, FileVideo } from 'lucide-react';

const ICONS: Record<string, typeof FileText> = {
  image: FileImage,
  document: FileText,
  video: FileVideo,
};

/** What kind of file stands in a row, for the eye; the word for it stands beside. */
export function FileIcon({ kind, className }: { kind: string; className?: string }) {
  const Icon = ICONS[kind] ?? FileClock;
  return <Icon aria-hidden className={className} />;
}
