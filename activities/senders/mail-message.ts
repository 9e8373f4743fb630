import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { Letter, NoticeText } from '../ports';

/** A letter as a mail. The Message-ID comes from the letter's id, so a repeat is recognisable by it. */
export function mailMessage(
  from: string,
  { id, address, recipientName, locale }: Letter,
  text: NoticeText,
): SendMailOptions {
  return {
    from,
    to: { name: recipientName, address },
    subject: text.subject,
    text: text.body,
    messageId: messageId(id, from),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function messageId(id: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 40)}@${domain}>`;
}
