import type { BegunAnswer } from './begun-answer';

/** The media type of an upstream's answer, without parameters; '' where it names none. */
export const mediaType = ({ headers }: Pick<BegunAnswer, 'headers'>): string =>
  String(headers['content-type'] ?? '')
    .replace(/;.*/s, '')
    .trim()
    .toLowerCase();

export const isEventStream = (answer: Pick<BegunAnswer, 'headers'>): boolean =>
  mediaType(answer) === 'text/event-stream';
