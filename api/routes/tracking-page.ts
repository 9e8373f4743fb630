import { join } from 'node:path';
import { trackingWordsParams } from '../../contract/tracking';
import { inEveryLanguage, pageWords } from '../../services/tracking/page-words';
import { route, type Route } from '../http/endpoint';
import { pageRoutes } from '../http/page';

const WORDS_KEPT_SECONDS = 600;

/** Where the tracking link leads. The token is in its fragment and never reaches these addresses. */
export function trackingPageRoutes(): Route[] {
  const words = route(
    {
      method: 'get',
      path: '/track/words/{locale}',
      operationId: 'trackingPageWords',
      tag: 'Tracking',
      summary: 'What the complainant’s page says of its own, in the language that serves readers of a locale best',
      access: 'open',
      params: trackingWordsParams,
      answers: { 200: { description: 'The words, and which languages there are' } },
    },
    async ({ params }) => ({
      status: 200,
      body: pageWords(params.locale),
      headers: { 'Cache-Control': `public, max-age=${WORDS_KEPT_SECONDS}` },
    }),
  );
  const files = pageRoutes({
    path: '/track',
    folder: join(__dirname, '../../web/track'),
    parts: ['track.css', 'track.js', 'forms.js', 'fields.js', 'elements.js', 'words.js'],
    tag: 'Tracking',
    operationId: 'trackingPage',
    summary: 'The complainant’s page, for a browser',
    slots: {
      'without-scripts': paragraphs(inEveryLanguage((page) => page.script)),
      'without-answer': paragraphs(inEveryLanguage((page) => page.problems.offline)),
    },
  });
  return [...files, words];
}

function paragraphs(lines: ReturnType<typeof inEveryLanguage>): string {
  return lines.map(({ language, text }) => `<p lang="${language}">${text}</p>`).join('\n        ');
}
