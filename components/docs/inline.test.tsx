import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Inline } from './inline';

const html = (text: string): string =>
  renderToStaticMarkup(<Inline text={text} />).replace(/ class="[^"]*"/g, '');

describe('text of a docs page', () => {
  it.each([
    ['plain words', 'plain words'],
    ['say `GET /v1/quota` twice', 'say <code>GET /v1/quota</code> twice'],
    ['**never** over', '<strong>never</strong> over'],
    [
      '[keys](/keys) and [mail](mailto:a@b.example)',
      '<a href="/keys">keys</a> and <a href="mailto:a@b.example">mail</a>',
    ],
    ['`**not strong**`', '<code>**not strong**</code>'],
    ['2 ** 3', '2 ** 3'],
    ['<b>tags</b> & more', '&lt;b&gt;tags&lt;/b&gt; &amp; more'],
  ])('%s', (text, drawn) => {
    expect(html(text)).toBe(drawn);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example'])('leads nowhere by %s', (href) => {
    expect(html(`[words](${href})`)).not.toContain('<a');
  });
});
