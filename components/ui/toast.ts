interface ToastOptions {
  /** A second, quieter line. */
  description?: string;
}

/** Tells ToastHost that there is something to show. */
export const TOAST_EVENT = 'headroom:toast';

let mounted: () => void = () => {};
/** A notice that is sent before anything listens would be lost. */
const listening = new Promise<void>((resolve) => {
  mounted = resolve;
});

/** Called by the toaster once it listens. */
export const toasterMounted = (): void => mounted();

const show = (kind: 'success' | 'error') => (message: string, options?: ToastOptions) => {
  window.dispatchEvent(new Event(TOAST_EVENT));
  void Promise.all([import('sonner'), listening]).then(([{ toast }]) => toast[kind](message, options));
};

/** Short notices. The library behind them is fetched with the first one, not with the page. */
export const toast = { success: show('success'), error: show('error') };
