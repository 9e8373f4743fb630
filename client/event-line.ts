import { namesOf, type ComplaintEvent } from '../contract/vocabulary';

export const EVENT_HEAD = ['No', 'At', 'What', 'Stage', 'Round', 'By', 'Way', 'Details'] as const;

/** An event as the cells of a table, under `EVENT_HEAD`. */
export function eventCells(event: ComplaintEvent, at: string): readonly (string | number)[] {
  return [event.number, at, event.type, event.stage ?? '', event.round, event.actor, event.via, details(event)];
}

function details(event: ComplaintEvent): string {
  switch (event.type) {
    case 'registered':
      return event.procedure.key;
    case 'assigned':
      return `${event.task} for ${namesOf(event.owner).join(', ')}${event.left ? `, left by ${event.left.join(', ')}` : ''}`;
    case 'taskOpened':
    case 'handoverPassedOn':
      return `${event.task} for ${namesOf(event.owner).join(', ')}`;
    case 'taskCompleted':
    case 'stageCompleted':
      return event.outcome;
    case 'rungReached':
      return `${event.action} ${event.to.join(', ')}`;
    case 'surveyAnswered':
      return event.satisfaction;
    case 'roundStarted':
      return event.because;
    case 'closed':
      return event.result;
    case 'clockStarted':
    case 'clockStopped':
      return event.clock;
    case 'deadlineMissed':
      return 'task' in event.of ? event.of.task : event.of.clock;
    default:
      return '';
  }
}
