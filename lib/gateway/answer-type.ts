import type { Dispatcher } from 'undici';

/** The media type of an upstream's answer, without parameters; '' where it names none. */
export const mediaType = ({ headers }: Pick<Dispatcher.ResponseData, 'headers'>): string =>
  String(headers['content-type'] ?? '')
    .replace(/;.*/s, '')
    .trim()
    .toLowerCase();

export const isEventStream = (answer: Pick<Dispatcher.ResponseData, 'headers'>): boolean =>
  mediaType(answer) === 'text/event-stream';
