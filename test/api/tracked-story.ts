import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { defined } from '../../contract/defined';
import { complainantActSchema } from '../../contract/act';
import type { Act } from '../../domain/model/act';
import { COMPLAINANT } from '../../domain/model/people';
import { marks, seen } from '../support/customer-choices';
import { text, type Story } from '../support/story';

const TOKEN = 'demo-token-for-the-page';

/**
 * The complainant's page as the API serves it, over a complaint that lives in memory: views are the API's own, and what the
 * page sends must be what the API takes and what the core then accepts.
 */
export class TrackedStory {
  /** What the page has sent, in order. */
  readonly sent: unknown[] = [];
  #story: Story | null = null;

  private constructor(
    private readonly server: Server,
    private readonly pages: string,
  ) {
    server.on('request', (request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  }

  /** `pages`: where the real page is served. */
  static async serve(pages: string): Promise<TrackedStory> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TrackedStory(server, pages);
  }

  /** The address of the page for this complaint. */
  tell(story: Story): string {
    this.#story = story;
    this.sent.length = 0;
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/track#${TOKEN}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    if (pathname !== `/v1/track/${TOKEN}`) return this.#pass(pathname, response);
    const story = this.#story;
    if (!story) return void response.writeHead(404).end('{}');
    response.setHeader('Content-Type', 'application/json');
    if (request.method === 'POST' && !this.#act(story, await json(request))) {
      return void response.writeHead(409).end(JSON.stringify({ type: 'stale' }));
    }
    const tracking = seen(story, searchParams.get('locale') ?? 'en');
    response.end(JSON.stringify(request.method === 'POST' ? { tracking } : tracking));
  }

  /** False for an objection to somebody who does not hold the task any more. */
  #act(story: Story, body: unknown): boolean {
    this.sent.push(body);
    const { reason, holder, ...act } = complainantActSchema.parse(body) as { reason?: string; holder?: string };
    const person = holder === undefined ? undefined : marks.holder(story.current, holder);
    if (person === null) return false;
    story.act({ ...act, ...defined({ person, reason: reason && text(reason) }), by: COMPLAINANT } as Act);
    return true;
  }

  async #pass(path: string, response: ServerResponse): Promise<void> {
    const { status, headers, ...page } = await fetch(`${this.pages}${path}`).then(async (given) => ({
      status: given.status,
      headers: Object.fromEntries([...given.headers].filter(([name]) => /^(content-(type|security)|refer)/.test(name))),
      body: await given.text(),
    }));
    response.writeHead(status, headers).end(page.body);
  }
}
