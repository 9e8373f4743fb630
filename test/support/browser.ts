import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const MISSING = `Install a browser for this test, such as the package chromium: there is no ${NAMES.join(', ')} on PATH.`;

function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Tests that need a browser. On a machine without one they are skipped, and counted so; where `CI` is set that fails. */
export function describeInBrowser(title: string, tests: () => void): void {
  const found = findBrowser() !== undefined;
  (found ? describe : describe.skip)(title, tests);
  if (found || !process.env['CI']) return;
  it(`${title}, which is there`, () => {
    throw new Error(MISSING);
  });
}

/** A page of a headless browser with a profile of its own; closing the page's browser leaves nothing behind. */
export async function openPage(): Promise<Page> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(MISSING);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const page = await browser.newPage({ locale: 'en-US' });
  page.setDefaultTimeout(8_000);
  return page;
}
