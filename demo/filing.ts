import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IntakeInput } from '../contract/intake';
import type { Client } from '../client/client';

export interface Filing {
  readonly file: string;
  readonly reference: string;
  /** Of the tracking link. */
  readonly token: string;
  readonly wasThere: boolean;
}

/** Files one example; the same name again is answered with the same complaint. */
export async function fileExample(client: Client, folder: string, file: string, again: string): Promise<Filing> {
  const complaint = asOf(JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as IntakeInput, Date.now());
  const filed = await client.fileComplaint({ complaint, idempotencyKey: nameOf(file, again) });
  const token = new URL(filed.trackingUrl).hash.slice(1);
  return { file, reference: filed.reference, token, wasThere: filed.replayed };
}

/** Begins every idempotency key of one complaint. */
export function nameOf(file: string, again: string): string {
  return again === '' ? `demo-${file}` : `demo-${file}-${again}`;
}

/** A letter from after today, on a machine whose clock is behind, comes in today. */
function asOf({ receivedAt, ...complaint }: IntakeInput, now: number): IntakeInput {
  return receivedAt !== undefined && Date.parse(receivedAt) <= now ? { ...complaint, receivedAt } : complaint;
}
