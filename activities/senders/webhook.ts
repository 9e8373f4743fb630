import { lookup } from 'node:dns/promises';
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { NoticeSubject } from '../../domain/record/notice';
import type { NoticeText, Sender } from '../ports';
import { Undeliverable } from '../undeliverable';
import { isPrivateAddress } from './private-address';

const TIMEOUT_MS = 10_000;
const GONE = 410;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface WebhookInput {
  /** The receiver's signing secrets, `whsec_...`, newest first: while one is replaced it may check by either. */
  readonly secretsOf: (notice: NoticeSubject) => Promise<readonly string[]>;
  /** Lets webhooks go to private addresses and without TLS; for development only. */
  readonly privateAddressesAllowed: boolean;
  readonly timeoutMs?: number;
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/**
 * Posts notices as Standard Webhooks 1.0: the id is the notice's and the same in every repeat. Only a 2xx answer is
 * success; redirects are not followed; what is not on the public internet is refused unless allowed. `Undeliverable` on 410
 * and for what is not an http(s) URL.
 */
export function createWebhookSender(input: WebhookInput): Sender {
  return {
    async send({ id, told: [notice], address }, text) {
      const url = readUrl(address);
      const signal = AbortSignal.timeout(input.timeoutMs ?? TIMEOUT_MS);
      const addresses = await withSignal(signal, permittedAddresses(input, url));
      const payload = JSON.stringify(webhookBody(notice, text));
      const at = new Date();
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
        'user-agent': 'redress',
        'webhook-id': id,
        'webhook-timestamp': Math.floor(at.getTime() / 1000).toString(),
        'webhook-signature': sign(await input.secretsOf(notice), id, at, payload),
      };
      const status = await withSignal(signal, post({ url, addresses, headers, payload, signal }));
      if (status === GONE) throw new Undeliverable('the receiver answered 410: it wants no more notices');
      if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
    },
  };
}

/** What a receiver gets. Facts by id, and the words as rendered for the recipient. */
function webhookBody({ notice, reference, locale, event }: NoticeSubject, text: NoticeText) {
  return {
    type: `notice.${notice.template}`,
    timestamp: notice.at,
    data: {
      notice: notice.id,
      reference,
      to: notice.to,
      locale,
      event: { number: event.number, type: event.type, at: event.at, stage: event.stage, round: event.round },
      subject: text.subject,
      body: text.body,
    },
  };
}

function sign(secrets: readonly string[], id: string, at: Date, payload: string): string {
  if (secrets.length === 0) throw new Error('the receiver has no signing secret');
  return secrets.map((secret) => new Webhook(secret).sign(id, at, payload)).join(' ');
}

function readUrl(address: string): URL {
  if (!URL.canParse(address)) throw new Undeliverable('not a URL');
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Undeliverable('not an http(s) URL');
  return url;
}

/** Resolves once; the connection goes to an address that was judged here. */
async function permittedAddresses(input: WebhookInput, url: URL): Promise<readonly ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family > 0 ? [{ address: host, family }] : await (input.resolve ?? resolveHost)(host);
  if (addresses.length === 0) throw new Error('the host has no address');
  if (input.privateAddressesAllowed) return addresses;
  if (url.protocol === 'http:') throw new Error('webhooks go out over TLS only');
  if (addresses.some(({ address }) => isPrivateAddress(address))) throw new Error('the host has a private address');
  return addresses;
}

function resolveHost(host: string): Promise<readonly ResolvedAddress[]> {
  return lookup(host, { all: true });
}

interface PostInput {
  readonly url: URL;
  readonly addresses: readonly ResolvedAddress[];
  readonly headers: Record<string, string | number>;
  readonly payload: string;
  readonly signal: AbortSignal;
}

function post({ url, addresses, headers, payload, signal }: PostInput): Promise<number> {
  return new Promise((resolve, reject) => {
    const pinned: RequestOptions['lookup'] = (_host, options, done) => {
      const [first] = addresses;
      if (options.all === true) done(null, [...addresses]);
      else done(null, first?.address ?? '', first?.family);
    };
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, { method: 'POST', headers, signal, lookup: pinned, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.end(payload);
  });
}

async function withSignal<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('the receiver did not answer in time'));
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
