import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { NoticeText, OutgoingMessage } from '../ports';

/** A message as a mail. The Message-ID comes from the message's id, so a repeat is recognisable by it. */
export function mailMessage(from: string, message: OutgoingMessage, text: NoticeText): SendMailOptions {
  const [{ recipientName, locale }] = message.told;
  return {
    from,
    to: { name: recipientName, address: message.address },
    subject: text.subject,
    text: text.body,
    messageId: messageId(message.id, from),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function messageId(id: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 40)}@${domain}>`;
}
