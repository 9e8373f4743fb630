import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isPrivateAddress } from '../../activities/senders/private-address';
import { createWebhookSender } from '../../activities/senders/webhook';
import { Undeliverable } from '../../activities/undeliverable';
import { messageToSend, WORDS } from './notices-samples';

const NEW_SECRET = `whsec_${Buffer.from('a demo secret of enough length 1').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('a demo secret of enough length 2').toString('base64')}`;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let received: Received[];
let answer: (response: ServerResponse, count: number) => void;
let port: number;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body });
    answer(response, received.length);
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

beforeEach(() => {
  received = [];
  answer = (response) => response.writeHead(204).end();
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const secretsOf = async () => [NEW_SECRET, OLD_SECRET];
const sender = createWebhookSender({ secretsOf, privateAddressesAllowed: true, timeoutMs: 500 });

function hook(number = 1, address = `http://127.0.0.1:${port}/hook`) {
  return messageToSend(number, { channel: 'webhook', address });
}

test.each([
  ['new', NEW_SECRET],
  ['old', OLD_SECRET],
])('while a secret is being replaced the receiver may check by the %s one', async (_name, secret) => {
  await sender.send(hook(), WORDS);
  const { body, headers } = received[0] as Received;
  const checked = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(checked).toMatchObject({
    type: 'notice.acknowledgement',
    data: { reference: 'C-2026-000001', notice: 'C-2026-000001:1:acknowledgement:complainant', ...WORDS },
  });
});

test('a receiver that fails first sees the same id when it is tried again', async () => {
  answer = (response, count) => response.writeHead(count === 1 ? 500 : 200).end();
  await expect(sender.send(hook(), WORDS)).rejects.toThrow('answered 500');
  await sender.send(hook(), WORDS);
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
    'C-2026-000001:1:acknowledgement:complainant',
    'C-2026-000001:1:acknowledgement:complainant',
  ]);
});

test('a redirect is a failure and is not followed', async () => {
  answer = (response) => response.writeHead(307, { location: '/elsewhere' }).end();
  await expect(sender.send(hook(), WORDS)).rejects.toThrow('answered 307');
  expect(received.map(({ path }) => path)).toEqual(['/hook']);
});

test('a receiver that answers 410 wants no more, one that answers 404 may be put right', async () => {
  answer = (response, count) => response.writeHead(count === 1 ? 410 : 404).end();
  await expect(sender.send(hook(), WORDS)).rejects.toBeInstanceOf(Undeliverable);
  await expect(sender.send(hook(), WORDS)).rejects.not.toBeInstanceOf(Undeliverable);
});

test('a receiver that never answers is a failure after the limit', async () => {
  answer = () => {};
  await expect(sender.send(hook(), WORDS)).rejects.toThrow(/in time|abort/i);
});

test('a private address is refused unless that is allowed, and nothing is sent to it', async () => {
  const strict = createWebhookSender({ secretsOf, privateAddressesAllowed: false });
  await expect(strict.send(hook(), WORDS)).rejects.toThrow('over TLS only');
  await expect(strict.send(hook(1, `https://127.0.0.1:${port}/`), WORDS)).rejects.toThrow('private address');
  await expect(strict.send(hook(1, `https://[::ffff:127.0.0.1]:${port}/`), WORDS)).rejects.toThrow('private address');
  expect(received).toEqual([]);
});

test('a name with any private address is refused, whatever the others are', async () => {
  const resolve = async () => [
    { address: '93.184.215.14', family: 4 },
    { address: '10.0.0.5', family: 4 },
  ];
  const strict = createWebhookSender({ secretsOf, privateAddressesAllowed: false, resolve });
  await expect(strict.send(hook(1, 'https://hooks.example.com/'), WORDS)).rejects.toThrow('private address');
});

test('the connection goes to the address that was resolved first, once', async () => {
  let resolved = 0;
  const resolve = async () => {
    resolved += 1;
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const named = createWebhookSender({ secretsOf, privateAddressesAllowed: true, resolve });
  await named.send(hook(1, `http://hooks.example.com:${port}/hook`), WORDS);
  expect(resolved).toBe(1);
  expect(received[0]?.headers.host).toBe(`hooks.example.com:${port}`);
});

test('nothing goes out unsigned', async () => {
  const unsigned = createWebhookSender({ secretsOf: async () => [], privateAddressesAllowed: true });
  await expect(unsigned.send(hook(), WORDS)).rejects.toThrow('no signing secret');
  expect(received).toEqual([]);
});

test('what is not an http address is undeliverable', async () => {
  await expect(sender.send(hook(1, 'file:///etc/hosts'), WORDS)).rejects.toBeInstanceOf(Undeliverable);
  await expect(sender.send(hook(1, 'nowhere'), WORDS)).rejects.toBeInstanceOf(Undeliverable);
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
])('%s is not on the public internet', (address) => expect(isPrivateAddress(address)).toBe(true));

test.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])(
  '%s is on the public internet',
  (address) => expect(isPrivateAddress(address)).toBe(false),
);
