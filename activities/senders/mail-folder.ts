import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { LetterSender } from '../ports';
import { mailMessage } from './mail-message';

export interface MailFolderInput {
  readonly folder: string;
  readonly from: string;
}

/** Puts mails into a folder as `.eml` files instead of sending them. A repeat takes the place of the first. */
export function createMailFolderSender({ folder, from }: MailFolderInput): LetterSender {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    wakesNobody: true,
    async send(letter, text) {
      const sent = await transport.sendMail(mailMessage(from, letter, text));
      const file = join(folder, fileName(letter.id));
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.part`, sent.message as Buffer);
      await rename(`${file}.part`, file);
    },
  };
}

function fileName(id: string): string {
  const shown = id.replace(/[^A-Za-z0-9-]+/g, '_').slice(0, 120);
  return `${shown}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}.eml`;
}
