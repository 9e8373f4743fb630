import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMailFolderSender } from '../../activities/senders/mail-folder';
import { createMailSender, type MailSender } from '../../activities/senders/mail';
import { Undeliverable } from '../../activities/undeliverable';
import { messageToSend, WORDS } from './notices-samples';
import { startSmtpReceiver, type SmtpReceiver } from './smtp-receiver';

const FROM = 'Redress <complaints@example.org>';

function messageId(mail: string | undefined): string | undefined {
  return /^Message-ID: (.*)$/im.exec(mail ?? '')?.[1];
}

function bodyOf(mail: string | undefined): string {
  const [, ...parts] = (mail ?? '').split('\r\n\r\n');
  const bytes = parts
    .join('\r\n\r\n')
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

describe('mail over SMTP', () => {
  let receiver: SmtpReceiver;
  let sender: MailSender;

  async function start(answerTo?: (recipient: string) => string): Promise<void> {
    receiver = await startSmtpReceiver(answerTo);
    sender = createMailSender({ url: receiver.url, from: FROM });
  }

  afterEach(async () => {
    sender.close();
    await receiver.close();
  });

  test('a mail carries the words in both languages and says that a machine sent it', async () => {
    await start();
    await sender.send(messageToSend(1), WORDS);
    const [mail] = receiver.mails;
    expect(mail).toMatch(/^Auto-Submitted: auto-generated$/im);
    expect(mail).toMatch(/^To: .*<customer-one@example\.com>$/im);
    expect(bodyOf(mail)).toContain('我们已收到您的投诉。');
    expect(bodyOf(mail)).toContain('Your complaint has been received.');
  });

  test('a repeat has the Message-ID of the first, another message has its own', async () => {
    await start();
    for (const message of [messageToSend(1), messageToSend(1), messageToSend(2)]) await sender.send(message, WORDS);
    const [first, repeat, other] = receiver.mails.map(messageId);
    expect(first).toMatch(/^<[0-9a-f]{40}@example\.org>$/);
    expect(repeat).toBe(first);
    expect(other).not.toBe(first);
  });

  test('mails one after the other share a connection', async () => {
    await start();
    for (const number of [1, 2, 3]) await sender.send(messageToSend(number), WORDS);
    expect(receiver.mails).toHaveLength(3);
    expect(receiver.connections()).toBe(1);
  });

  test('a mailbox that does not exist is undeliverable', async () => {
    await start(() => '550 5.1.1 no such user');
    await expect(sender.send(messageToSend(1), WORDS)).rejects.toBeInstanceOf(Undeliverable);
  });

  test('a server that asks to come back later may be tried again', async () => {
    let answers = 0;
    await start(() => ((answers += 1) === 1 ? '450 4.2.0 later' : '250 ok'));
    await expect(sender.send(messageToSend(1), WORDS)).rejects.not.toBeInstanceOf(Undeliverable);
    await sender.send(messageToSend(1), WORDS);
    expect(receiver.mails).toHaveLength(1);
  });

  test('a name cannot smuggle in a header or another recipient', async () => {
    const recipients: string[] = [];
    await start((recipient) => {
      recipients.push(recipient);
      return '250 ok';
    });
    const recipientName = 'Demo\r\nBcc: other@example.com\r\n, <third@example.com>';
    await sender.send(messageToSend(1, { recipientName }), {
      ...WORDS,
      subject: 'x\r\nBcc: fourth@example.com',
    });
    expect(recipients).toEqual(['customer-one@example.com']);
    expect(receiver.mails[0]).not.toMatch(/^Bcc:/im);
  });
});

test('a server that is not there may be tried again', async () => {
  const gone = await startSmtpReceiver();
  await gone.close();
  const sender = createMailSender({ url: gone.url, from: FROM });
  await expect(sender.send(messageToSend(1), WORDS)).rejects.not.toBeInstanceOf(Undeliverable);
  sender.close();
});

test('the mail folder holds one readable file a message, however often it is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  try {
    const sender = createMailFolderSender({ folder: join(folder, 'outbox'), from: FROM });
    for (const number of [1, 1, 2]) await sender.send(messageToSend(number), WORDS);
    const files = await readdir(join(folder, 'outbox'));
    expect(files).toHaveLength(2);
    expect(files.every((file) => /^C-2026-000001_[12]_acknowledgement_complainant-[0-9a-f]{8}\.eml$/.test(file))).toBe(
      true,
    );
    const mail = await readFile(join(folder, 'outbox', files[0] ?? ''), 'utf8');
    expect(mail).toMatch(/^To: .*<customer-one@example\.com>/im);
  } finally {
    await rm(folder, { recursive: true });
  }
});
