interface ToastOptions {
  /** A second, quieter line. */
  description?: string;
}

/** Short notices. The library behind them is fetched with the first one, not with the page. */
const show = (kind: 'success' | 'error') => (message: string, options?: ToastOptions) =>
  void import('sonner').then(({ toast }) => toast[kind](message, options));

export const toast = { success: show('success'), error: show('error') };
