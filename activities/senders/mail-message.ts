import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { NoticeText, OutgoingNotice } from '../ports';

/** A notice as a mail. The Message-ID comes from the notice's id, so a repeat is recognisable by it. */
export function mailMessage(from: string, notice: OutgoingNotice, text: NoticeText): SendMailOptions {
  return {
    from,
    to: { name: notice.recipientName, address: notice.address },
    subject: text.subject,
    text: text.body,
    messageId: messageId(notice.notice.id, from),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': notice.locale },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function messageId(id: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 40)}@${domain}>`;
}
