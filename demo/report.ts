import { formatTable } from '../client/table';
import type { ComplaintView } from '../contract/complaint';
import { namesOf } from '../contract/vocabulary';
import type { Instant } from '../domain/calendar/calendar';
import type { Played } from './player';

export interface Told {
  readonly title: string;
  readonly wasThere: boolean;
  readonly complaint: ComplaintView;
  readonly played: Played | Error;
  /** Of the Temporal UI, null where there is none. */
  readonly link: string | null;
}

/** How every story stands, as a table; links last, so that a narrow terminal leaves them whole. */
export function tableOf(told: readonly Told[], zone: string): string {
  const rows = told.map(({ title, wasThere, complaint, played, link }) => [
    complaint.reference,
    title,
    stageOf(complaint),
    statusOf(complaint),
    complaint.status === 'open' ? `${complaint.round} / ${complaint.level}` : String(complaint.round),
    ownerOf(complaint),
    minuteOf(complaint.lastAt, zone),
    thisTime(wasThere, played),
    link ?? '',
  ]);
  const head = [
    'Reference',
    'Story',
    'Stage',
    'Status',
    'Round / level',
    'Owner',
    'Stands at',
    'This time',
    'Temporal UI',
  ];
  return formatTable({ head, rows, width: undefined });
}

function stageOf({ stage, pausedUntil }: ComplaintView): string {
  if (stage === null) return '-';
  return pausedUntil === null ? stage : `${stage}, paused`;
}

function statusOf({ status, result }: ComplaintView): string {
  return status === 'open' || result === null ? status : `${status}, ${result}`;
}

function ownerOf({ tasks: [task] }: ComplaintView): string {
  if (!task) return '-';
  return task.owner.person ?? namesOf(task.owner).join(', ');
}

function thisTime(wasThere: boolean, played: Played | Error): string {
  if (played instanceof Error) return 'went wrong';
  const { acts, waitsFor } = played;
  const did = acts === 0 ? '' : `${acts} act${acts === 1 ? '' : 's'}`;
  const waits = waitsFor === null ? '' : `waits for ${waitsFor.slice(0, 10)}`;
  if (wasThere && did === '' && waits === '') return 'was there already';
  return [wasThere ? 'was there already' : 'filed', did, waits].filter((part) => part !== '').join(', ');
}

function minuteOf(instant: Instant, zone: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
}
