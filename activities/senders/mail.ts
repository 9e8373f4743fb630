import { createTransport } from 'nodemailer';
import type { LetterSender } from '../ports';
import { Undeliverable } from '../undeliverable';
import { mailMessage } from './mail-message';

export interface MailInput {
  /** `smtp://` or `smtps://` URL, credentials included. */
  readonly url: string;
  /** Address that mails come from, with or without a name. */
  readonly from: string;
}

export interface MailSender extends LetterSender {
  close(): void;
}

/** Sends mail by SMTP over pooled connections. `Undeliverable` when the server refuses the recipient or the mail for good. */
export function createMailSender({ url, from }: MailInput): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 6,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
  return {
    async send(letter, text) {
      try {
        await transport.sendMail(mailMessage(from, letter, text));
      } catch (error) {
        throw isRefusedForGood(error) ? new Undeliverable(error.message) : error;
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx answer to the recipient or the mail; one to the log-in is for us to put right, and the mail may go afterwards. */
function isRefusedForGood(error: unknown): error is Error {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return (responseCode ?? 0) >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
