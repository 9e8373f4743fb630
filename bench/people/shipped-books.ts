import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { advanceTo } from '../../rehearsal/virtual-time';
import { DEMO_SOURCE } from '../../tools/demo-organisation';
import { PROJECT_ROOT } from '../../tools/project-root';
import type { House } from './house';
import { traceOf } from './trace';

/** What a rule book that ships costs when nobody does anything. */
export interface BookSize {
  readonly key: string;
  readonly size: number;
  /** Of the run's input at registration. */
  readonly inputBytes: number;
  readonly largestEventBytes: number;
  readonly noticesAtOnce: number;
}

export interface BrokenBook {
  readonly key: string;
  readonly size: number;
  readonly broken: string;
}

interface Written {
  readonly receivedBy?: string;
  readonly place?: string;
  readonly subject?: { readonly kind?: string; readonly reference?: string };
}

const RECEIVES = 'demo-customer-service-1';
const COMPLAINED_OF = 'demo-engineering-handler-1';
const PLACE = 'east-store';
const SCRIPTS = join(PROJECT_ROOT, 'examples/rehearsals');
const QUARTER_MS = 90 * 86_400_000;

/** Files one complaint of every rule book that ships in each organisation, and lets a quarter of a year pass. */
export async function shippedBooks(houses: readonly House[]): Promise<readonly (BookSize | BrokenBook)[]> {
  const all: (BookSize | BrokenBook)[] = [];
  for (const key of readdirSync(SCRIPTS).sort()) {
    for (const house of houses) {
      const found = await left(house, key).catch((error: unknown) => ({ broken: String(error) }));
      all.push({ key, size: house.size, ...found });
    }
  }
  return all;
}

async function left(house: House, key: string): Promise<Omit<BookSize, 'key' | 'size'>> {
  const answer = await house.caller.send({
    ...{ path: '/v1/complaints', who: DEMO_SOURCE.id, body: { procedure: key, ...complaintOf(key) } },
    headers: { 'idempotency-key': `book-${key}` },
  });
  const { reference = '' } = answer;
  const { inputBytes } = await traceOf(house, reference);
  await advanceTo(house.client, reference, Date.now() + QUARTER_MS);
  const { largestEventBytes, noticesAtOnce } = await traceOf(house, reference);
  return { inputBytes, largestEventBytes, noticesAtOnce };
}

/** As the first script of the rule book has it, with people of the demo organisation. */
function complaintOf(key: string): object {
  const [first = ''] = readdirSync(join(SCRIPTS, key)).sort();
  const { complaint } = parse(readFileSync(join(SCRIPTS, key, first), 'utf8')) as { readonly complaint: Written };
  const { receivedBy, place, subject } = complaint;
  return {
    ...complaint,
    complainant: { name: 'Demo Person', phone: '13800000000' },
    ...(receivedBy === undefined ? {} : { receivedBy: RECEIVES }),
    ...(place === undefined ? {} : { place: PLACE }),
    ...(subject?.kind === 'staff' ? { subject: { ...subject, reference: COMPLAINED_OF } } : {}),
  };
}
