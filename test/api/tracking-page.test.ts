import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';
import { call, startStack, type Stack } from './stack';

jest.setTimeout(60_000);

const FOLDER = join(PROJECT_ROOT, 'web', 'track');
const PARTS = readdirSync(FOLDER).filter((name) => /\.(js|css)$/.test(name));

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false });
});
afterAll(() => stack.close());

const page = () => call(stack, { path: '/track' });
const part = (name: string) => call(stack, { path: `/track/${name}` });
const sources = async () => Promise.all(PARTS.map(async (name) => (await part(name)).body as string));

it('the tracking link leads to a page that nobody keeps, frames or sees as a referrer', async () => {
  const { status, headers } = await page();
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect(headers.get('content-security-policy')?.split('; ').sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    "style-src 'self'",
  ]);
});

it('every file of the page is served by its type, and what a module imports is one of them', async () => {
  expect(PARTS.length).toBeGreaterThan(1);
  for (const name of PARTS) {
    const { status, headers, body } = await part(name);
    expect([name, status, headers.get('content-type')]).toEqual([
      name,
      200,
      `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
    ]);
    const imported = [...(body as string).matchAll(/from '\.\/([^']+)'/g)].map(([, file]) => file);
    expect(PARTS).toEqual(expect.arrayContaining(imported));
  }
});

it('the page asks for its own files alone, by fixed addresses that hold no token', async () => {
  const { body } = await page();
  const asked = [...(body as string).matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(asked.sort()).toEqual(['track/track.css', 'track/track.js']);
  expect(body).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|http-equiv/);
});

it('an address with the token in its path or query gives nothing away and is no page', async () => {
  const token = 'A'.repeat(43);
  expect((await call(stack, { path: `/track/${token}` })).status).toBe(404);
  const answers = [await page(), await call(stack, { path: `/track?token=${token}` })];
  expect(answers[1]?.body).toBe(answers[0]?.body);
});

it('nothing can be sent to the page itself', async () => {
  expect((await call(stack, { method: 'POST', path: '/track', body: {} })).status).toBe(405);
});

it('the token is taken from the fragment and from nowhere else', async () => {
  const script = (await sources()).join('\n');
  expect(script).toMatch(/location\.hash/);
  expect(script).not.toMatch(/location\.(search|href|pathname)|URLSearchParams|localStorage|sessionStorage|cookie/);
});

it('what the API says is shown as text, never read as markup', async () => {
  expect((await sources()).join('\n')).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|eval\(|new Function/,
  );
});
