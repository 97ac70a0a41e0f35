import type { Sending } from './send-stream';
import { AT_ONCE, isActive, LOST, RESUMABLE_FROM_BYTES, type Sent, type Transfer } from './transfer';

/** Asked again after a refusal for want of a place, so often. */
const MOST_WAITS = 60;

interface Entry {
  transfer: Transfer;
  file: File;
  workspaceId: string;
  /** The last way it was sent; kept while paused, so that it can be cancelled. */
  sending: Sending | null;
  waits: number;
}

/**
 * Files on their way to the server. Lives beside the pages, so that uploads go on while other pages are looked at;
 * closing the browser's tab meanwhile asks first.
 */
export class UploadsStore {
  private entries: Entry[] = [];
  private shown: readonly Transfer[] = [];
  private readonly listeners = new Set<() => void>();
  private nextId = 1;
  /** Called when the server stores more, or holds less, than before. */
  onChange: () => void = () => {};

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Transfer[] => this.shown;

  /** Takes files in their order. @param refuse why one is not even sent; null sends it */
  add(workspaceId: string, files: readonly File[], refuse: (file: File) => string | null): void {
    for (const file of files) {
      const reason = this.hasOnItsWay(file, workspaceId) ? 'This file is on its way already.' : refuse(file);
      const transfer: Transfer = {
        id: this.nextId++,
        name: file.name,
        bytes: file.size,
        state: reason === null ? 'queued' : 'refused',
        sent: 0,
        resumable: file.size >= RESUMABLE_FROM_BYTES,
        reason,
      };
      this.entries.push({ transfer, file, workspaceId, sending: null, waits: 0 });
    }
    this.draw();
    this.sendNext();
  }

  pause(id: number): void {
    const entry = this.find(id);
    if (!entry?.sending) return;
    entry.sending.pause();
    this.change(entry, { state: 'paused' });
    this.sendNext();
  }

  /** Goes on with a paused upload, or tries an interrupted one again. */
  resume(id: number): void {
    const entry = this.find(id);
    if (!entry || (entry.transfer.state !== 'paused' && entry.transfer.state !== 'failed')) return;
    entry.waits = 0;
    this.change(entry, { state: 'queued', reason: null });
    this.sendNext();
  }

  /** Takes a file off the list; what is on its way ends and leaves nothing behind. */
  remove(id: number): void {
    const entry = this.find(id);
    if (!entry) return;
    this.entries = this.entries.filter((other) => other !== entry);
    const { state } = entry.transfer;
    // What was stored or refused has ended; all else may have left something on the server.
    if (state !== 'stored' && state !== 'refused') void entry.sending?.cancel().then(() => this.onChange());
    this.draw();
    this.sendNext();
  }

  clearEnded(): void {
    this.entries = this.entries.filter(({ transfer }) => isActive(transfer));
    this.draw();
  }

  /** The same file once more would take up the first one's upload. */
  private readonly hasOnItsWay = (file: File, workspaceId: string) =>
    this.entries.some(
      ({ transfer, file: other, workspaceId: its }) =>
        isActive(transfer) &&
        its === workspaceId &&
        other.name === file.name &&
        other.size === file.size &&
        other.lastModified === file.lastModified,
    );

  private readonly find = (id: number) => this.entries.find(({ transfer }) => transfer.id === id);

  private change(entry: Entry, change: Partial<Transfer>): void {
    entry.transfer = { ...entry.transfer, ...change };
    this.draw();
  }

  private draw(): void {
    this.shown = this.entries.map(({ transfer }) => transfer);
    const active = this.shown.some(isActive);
    window.removeEventListener('beforeunload', askFirst);
    if (active) window.addEventListener('beforeunload', askFirst);
    for (const listener of this.listeners) listener();
  }

  private sendNext(): void {
    const running = this.entries.filter(({ transfer }) => transfer.state === 'sending').length;
    const queued = this.entries.filter(({ transfer }) => transfer.state === 'queued');
    for (const entry of queued.slice(0, Math.max(0, AT_ONCE - running))) void this.send(entry);
  }

  private async send(entry: Entry): Promise<void> {
    this.change(entry, { state: 'sending', reason: null });
    const { file, workspaceId } = entry;
    const onProgress = (sent: number) => {
      if (this.find(entry.transfer.id) === entry) this.change(entry, { sent });
    };
    const way = entry.transfer.resumable
      ? import('./send-resumable').then(({ sendResumable }) => sendResumable)
      : import('./send-stream').then(({ sendStream }) => sendStream);
    let sent: Sent;
    try {
      const start = await way;
      // Paused or removed while its code was on the way.
      if (this.find(entry.transfer.id)?.transfer.state !== 'sending') return;
      entry.sending = start({ file, workspaceId, onProgress });
      sent = await entry.sending.done;
    } catch {
      sent = { kind: 'failed', reason: LOST };
    }
    this.ended(entry, sent);
  }

  private ended(entry: Entry, sent: Sent): void {
    if (!this.find(entry.transfer.id)) return;
    if (sent.kind === 'busy' && entry.waits++ < MOST_WAITS) {
      this.change(entry, { state: 'waiting', reason: sent.reason });
      setTimeout(() => {
        if (entry.transfer.state === 'waiting') this.change(entry, { state: 'queued' });
        this.sendNext();
      }, sent.retryAfterMs);
    } else if (sent.kind === 'stored') {
      this.change(entry, { state: 'stored', sent: entry.file.size, reason: null });
      this.onChange();
    } else {
      this.change(entry, { state: sent.kind === 'refused' ? 'refused' : 'failed', reason: sent.reason });
    }
    this.sendNext();
  }
}

const askFirst = (event: BeforeUnloadEvent): void => event.preventDefault();
