import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { route, type Route } from '../http/endpoint';

const FOLDER = join(__dirname, '../../web/track');
const SCRIPTS = ['track.js', 'forms.js', 'fields.js', 'elements.js', 'words.js'];
const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript', '.html': 'text/html' };

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Where the tracking link leads. The token is in its fragment and never reaches these addresses. */
export function trackingPageRoutes(): Route[] {
  const page = file({ path: '/track', name: 'index.html', summary: 'The complainant’s page, for a browser' });
  const parts = ['track.css', ...SCRIPTS].map((name) =>
    file({ path: `/track/${name}`, name, summary: 'Part of the complainant’s page' }),
  );
  return [page, ...parts];
}

function file({ path, name, summary }: { path: string; name: string; summary: string }): Route {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return route(
    {
      method: 'get',
      path,
      operationId: name === 'index.html' ? 'trackingPage' : `track-${name.replace(/\W/g, '-')}`,
      tag: 'Tracking',
      summary,
      access: 'open',
      answers: { 200: { description: name === 'index.html' ? 'A page' : 'A file', mediaType: type } },
    },
    async () => ({
      status: 200,
      body: await readFile(join(FOLDER, name), 'utf8'),
      headers: { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': POLICY },
    }),
  );
}
