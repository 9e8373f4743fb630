import { describeInBrowser, openPage } from '../support/browser';
import { startStack, type Stack } from './stack';

jest.setTimeout(60_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false });
});
afterAll(() => stack.close());

describeInBrowser('the page that shows the document', () => {
  it('shows every call, and asks nobody but this server', async () => {
    const page = await openPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    let heading = '';
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      await page.goto(`${stack.url}/docs`);
      await page.getByText('/v1/complaints/{reference}/acts').first().waitFor();
      heading = await page.locator('h1').first().innerText();
      await page.getByRole('textbox').first().fill('reopen');
      await page.waitForLoadState('networkidle');
    } finally {
      await page.context().browser()?.close();
    }
    const elsewhere = asked.filter((url) => !url.startsWith(`${stack.url}/`) && !/^(?:data|blob):/.test(url));
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
    expect(heading.trim()).toBe('Redress API');
    expect(asked).toContain(`${stack.url}/openapi.json`);
  });
});
