import { join } from 'node:path';
import type { Route } from '../http/endpoint';
import { pageRoutes } from '../http/page';

/** Where the tracking link leads. The token is in its fragment and never reaches these addresses. */
export function trackingPageRoutes(): Route[] {
  return pageRoutes({
    path: '/track',
    folder: join(__dirname, '../../web/track'),
    parts: ['track.css', 'track.js', 'forms.js', 'fields.js', 'elements.js', 'words.js'],
    tag: 'Tracking',
    operationId: 'trackingPage',
    summary: 'The complainant’s page, for a browser',
  });
}
