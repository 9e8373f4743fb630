import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { route, type Route } from './endpoint';

/** A page for browsers: `index.html` at `path`, and the files that it is made of below. */
export interface PageInput {
  readonly path: string;
  /** Folder of the files. */
  readonly folder: string;
  readonly parts: readonly string[];
  readonly tag: string;
  readonly summary: string;
  /** Of the page itself; parts are named after their files. */
  readonly operationId: string;
  /** Text that takes the place of `{{name}}` in `index.html`: markup, so nothing that comes from outside. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Directives beside those that let the page load nothing but its own scripts, styles and data. */
  readonly allowed?: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript', '.html': 'text/html' };

const STRICT = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

export function pageRoutes(page: PageInput): Route[] {
  const { path, operationId, parts, summary } = page;
  const name = path.replace('/', '');
  return [
    fileRoute(page, { path, file: 'index.html', operationId, summary }),
    ...parts.map((file) =>
      fileRoute(page, {
        ...{ path: `${path}/${file}`, file },
        ...{ operationId: `${name}-${file.replace(/\W/g, '-')}`, summary: `Part of ${path}` },
      }),
    ),
  ];
}

interface FileInput {
  readonly path: string;
  readonly file: string;
  readonly operationId: string;
  readonly summary: string;
}

function fileRoute(
  { folder, tag, slots = {}, allowed }: PageInput,
  { path, file, operationId, summary }: FileInput,
): Route {
  const mediaType = TYPES[extname(file)] ?? 'application/octet-stream';
  const description = file === 'index.html' ? 'A page' : 'A file';
  const policy = Object.entries({ ...STRICT, ...allowed }).map(([directive, sources]) => `${directive} ${sources}`);
  return route(
    {
      ...{ method: 'get', path, operationId, tag, summary, access: 'open' },
      answers: { 200: { description, mediaType } },
    },
    async () => ({
      status: 200,
      body: filled(await readFile(join(folder, file), 'utf8'), file === 'index.html' ? slots : {}),
      headers: { 'Content-Type': `${mediaType}; charset=utf-8`, 'Content-Security-Policy': policy.join('; ') },
    }),
  );
}

function filled(text: string, slots: Readonly<Record<string, string>>): string {
  return Object.entries(slots).reduce((page, [name, markup]) => page.replaceAll(`{{${name}}}`, markup), text);
}
