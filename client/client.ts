import { randomUUID } from 'node:crypto';
import type { CalendarChangeBody, CalendarList, CalendarView } from '../contract/calendar';
import type { ComplainantActBody, PendingAct, StaffActBody } from '../contract/act';
import type {
  Acted,
  ComplaintPage,
  ComplaintQuery,
  ComplaintView,
  ForecastView,
  TimelineView,
} from '../contract/complaint';
import type { BulkResult, IntakeAnswer, IntakeInput } from '../contract/intake';
import type { DiagnosisView } from '../contract/doctor';
import type { NoticePage, NoticeQuery } from '../contract/notice';
import type { ProcedureList, ProcedureView } from '../contract/procedure';
import type { TaskPage, TaskQuery } from '../contract/task';
import type { TrackedAct, TrackingView } from '../contract/tracking';
import { connect, type Answer, type Call, type CallInput, type ConnectionInput, Unreachable } from './http';

export { ProblemError, Unreachable, type ConnectionInput } from './http';

export interface FileInput {
  readonly complaint: IntakeInput;
  /** The same key again is answered with the same complaint. */
  readonly idempotencyKey: string;
}

export interface Filed extends IntakeAnswer {
  /** The key was used before: this is the first answer again. */
  readonly replayed: boolean;
}

export interface ActInput {
  readonly reference: string;
  readonly act: StaffActBody;
  /** Left out: a fresh one, so that this call can be repeated but a second call is a second act. */
  readonly idempotencyKey?: string;
}

export interface TimelineInput {
  readonly reference: string;
  /** The number of the last event known. */
  readonly after?: number;
  readonly limit?: number;
}

export type Client = ReturnType<typeof createClient>;

/** The HTTP API, typed. Every call throws ProblemError for what the API refuses and Unreachable when it is not there. */
export function createClient(connection: ConnectionInput) {
  const call = connect(connection);
  const get = <T>(path: string, query: CallInput['query'] = {}): Promise<T> =>
    call({ method: 'GET', path, query }).then(readJson<T>);
  return {
    ...acting(call),
    fileComplaint: (input: FileInput): Promise<Filed> => file(call, input),
    /** Newline-delimited JSON, each line with its own idempotency key; one result a line. */
    importComplaints: (lines: string): Promise<readonly BulkResult[]> => importLines(call, lines),
    listComplaints: (query: ComplaintQuery = {}) => get<ComplaintPage>('/v1/complaints', queryOf(query)),
    complaint: (reference: string) => get<ComplaintView>(complaintPath(reference)),
    timeline: ({ reference, ...query }: TimelineInput) =>
      get<TimelineView>(`${complaintPath(reference)}/timeline`, query),
    forecast: (reference: string) => get<ForecastView>(`${complaintPath(reference)}/forecast`),
    tasks: (query: TaskQuery = {}) => get<TaskPage>('/v1/tasks', queryOf(query)),
    notices: (query: NoticeQuery = {}) => get<NoticePage>('/v1/notices', queryOf(query)),
    /** What is wrong with the installation; needs the right `diagnose`. */
    doctor: () => get<DiagnosisView>('/v1/doctor'),
    procedures: () => get<ProcedureList>('/v1/procedures'),
    calendars: () => get<CalendarList>('/v1/calendars'),
    calendar: (id: string) => get<CalendarView>(`/v1/calendars/${encodeURIComponent(id)}`),
    /** Takes the place of whatever was changed before; saying the same again changes nothing. */
    changeCalendar: async (id: string, change: CalendarChangeBody): Promise<CalendarView> =>
      readJson(await call({ method: 'PUT', path: `/v1/calendars/${encodeURIComponent(id)}`, body: change })),
    procedure: (key: string) => get<ProcedureView>(`/v1/procedures/${encodeURIComponent(key)}`),
    tracking: (token: string) => get<TrackingView>(`/v1/track/${encodeURIComponent(token)}`),
  };
}

function acting(call: Call) {
  return {
    /** Recorded, or pending when recording takes longer than the API waits. */
    async act({ reference, act, idempotencyKey = randomUUID() }: ActInput): Promise<Acted | PendingAct> {
      return readJson(
        await call({ method: 'POST', path: `${complaintPath(reference)}/acts`, body: act, idempotencyKey }),
      );
    },
    /** Asks again about an act that was pending. */
    async pendingAct({ reference, id }: PendingAct): Promise<Acted | PendingAct> {
      return readJson(
        await call({ method: 'GET', path: `${complaintPath(reference)}/acts/${encodeURIComponent(id)}` }),
      );
    },
    /** What the complainant does with the token of the tracking link. */
    async trackedAct(
      token: string,
      act: ComplainantActBody,
      idempotencyKey: string = randomUUID(),
    ): Promise<TrackedAct> {
      return readJson(
        await call({ method: 'POST', path: `/v1/track/${encodeURIComponent(token)}`, body: act, idempotencyKey }),
      );
    },
  };
}

async function file(call: Call, { complaint, idempotencyKey }: FileInput): Promise<Filed> {
  const answer = await call({ method: 'POST', path: '/v1/complaints', body: complaint, idempotencyKey });
  return { ...readJson<IntakeAnswer>(answer), replayed: answer.headers.get('idempotency-replayed') === 'true' };
}

async function importLines(call: Call, lines: string): Promise<readonly BulkResult[]> {
  const answer = await call({
    method: 'POST',
    path: '/v1/complaints/bulk',
    lines,
    repeatable: true,
    timeoutMs: 10 * 60_000,
  });
  return answer.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parse<BulkResult>(line));
}

function complaintPath(reference: string): string {
  return `/v1/complaints/${encodeURIComponent(reference)}`;
}

function queryOf(query: Readonly<Record<string, unknown>>): NonNullable<CallInput['query']> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

function readJson<T>(answer: Answer): T {
  return parse<T>(answer.text);
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Unreachable('The answer is not JSON; is this the Redress API?');
  }
}
