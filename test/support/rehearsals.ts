import type { ComplaintEvent, EventType } from '../../domain/model/event';
import { rehearse, type RehearsalResult, type RehearsalServer } from '../../rehearsal/rehearse';
import { readScript } from '../../rehearsal/script';
import { connectTemporal, connectWorker } from '../../temporal';
import { workflowBundle } from './engine';
import { developer } from './story';
import { quietRuntime, temporalSettings } from './temporal';

export interface RehearsalStage extends RehearsalServer {
  close(): Promise<void>;
}

/** The shared Temporal server, to play scripts on. Close it in `afterAll`. */
export async function rehearsalStage(): Promise<RehearsalStage> {
  quietRuntime();
  const settings = temporalSettings();
  const [connection, nativeConnection] = await Promise.all([connectTemporal(settings), connectWorker(settings)]);
  return {
    connection,
    nativeConnection,
    namespace: settings.namespace,
    workflowBundle: workflowBundle(),
    async close() {
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** Plays a script of the shipped developer's procedure with the sample organisation. */
export function play(server: RehearsalServer, script: string): Promise<RehearsalResult> {
  return rehearse({
    ...developer,
    people: developer.people.directory,
    script: readScript(script, 'script.yaml'),
    server,
  });
}

/** What happened, as `local time  type  what`, for comparing with the page of rules it came from. */
export function happened(result: RehearsalResult, ...types: EventType[]): readonly string[] {
  return result.events.filter(({ type }) => types.includes(type)).map(line);
}

function line(event: ComplaintEvent): string {
  return [localTime(event.at), event.stage ?? '-', event.type, ...detailsOf(event)].join(' ');
}

function localTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

function detailsOf(event: ComplaintEvent): readonly string[] {
  switch (event.type) {
    case 'rungReached':
      return ['clock' in event.of ? event.of.clock : 'task', event.action, event.to.join('+')];
    case 'deadlineMissed':
      return ['clock' in event.of ? event.of.clock : 'task'];
    case 'taskOpened':
      return [`due ${localTime(event.dueAt)}`];
    case 'taskCompleted':
      return [event.outcome];
    case 'surveyAnswered':
      return [event.satisfaction];
    case 'closed':
      return [event.result];
    case 'handoverPassedOn':
      return [event.owner.people.join('+')];
    default:
      return [];
  }
}
