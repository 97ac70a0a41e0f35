import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import http from 'highlight.js/lib/languages/http';
import json from 'highlight.js/lib/languages/json';
import plaintext from 'highlight.js/lib/languages/plaintext';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';

for (const [name, language] of Object.entries({ bash, http, json, plaintext, python, typescript }))
  hljs.registerLanguage(name, language);

/** Code as HTML with classes for its parts, escaped; in a language that nobody registered as plain text. */
export const highlighted = (code: string, language: string): string =>
  hljs.highlight(code, { language: hljs.getLanguage(language) ? language : 'plaintext' }).value;
