import type { Act, FormValues } from '../../domain/model/act';
import { localTime } from '../../domain/calendar/due';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { Node, Step, World } from './explore';
import type { Fault } from './finding';

const SEPARATOR = ' · ';

/** The steps of the first way to a node, from registration on. */
export function stepsTo(node: Node | null): readonly Step[] {
  const steps: Step[] = [];
  for (let next = node; next !== null; next = next.from.node) steps.push(next.from.step);
  return steps.reverse();
}

/**
 * A way in words: `registered, day 0 · founded, day 0 · nobody acts · day 6: still waiting, nobody named`. Days are those
 * of the calendar since registration.
 */
export function tell({ rules, start }: World, steps: readonly Step[], ending?: string): string {
  const day = (at: Instant): number => daysBetween(rules.calendar, start, at);
  const told = steps.flatMap((step, index): string[] => {
    const next = steps[index + 1];
    if (isIdle(step) && next && isIdle(next)) return [];
    if (step.registration) return [`registered${registered(step)}, day ${day(step.at)}`];
    if (step.act) return [`${phrase(step.act)}, day ${day(step.at)}`];
    const left = step.events.find((event) => event.type === 'stageCompleted');
    if (left) return [`nobody acts: ${left.outcome}, day ${day(step.at)}`];
    const last = index === steps.length - 1 && ending !== undefined;
    return [last ? 'nobody acts' : `nobody acts until day ${day(step.at)}`];
  });
  const end = steps.at(-1);
  return [...told, ...(ending === undefined ? [] : [`day ${end ? day(end.at) : 0}: ${ending}`])].join(SEPARATOR);
}

/** Time that passed and left the stage as it was. */
function isIdle({ act, registration, events }: Step): boolean {
  return act === null && registration === null && !events.some(({ type }) => type === 'stageCompleted');
}

function daysBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const date = (at: Instant): number => Date.parse(`${localTime(calendar, at).date}T00:00:00.000Z`);
  return Math.round((date(to) - date(from)) / 86_400_000);
}

function registered({ registration }: Step): string {
  if (!registration) return '';
  const { facts, placeKind } = registration;
  return inBrackets({ ...facts, ...(placeKind === undefined ? {} : { 'place-kind': placeKind }) });
}

function phrase(act: Act): string {
  switch (act.act) {
    case 'complete':
      return `${act.outcome ?? 'completed'}${inBrackets(act.form ?? {})}`;
    case 'choose':
      return act.outcome;
    case 'answerSurvey':
      return `visited${inBrackets(act.form)}`;
    case 'approve':
      return 'approved';
    case 'return':
      return 'returned';
    case 'reject':
      return 'rejected';
    case 'acceptHandover':
      return 'taken';
    case 'declineHandover':
      return 'declined';
    case 'withdraw':
      return 'withdrawn';
    case 'reopen':
      return 'reopened';
    case 'pause':
      return 'paused';
    case 'resume':
      return 'resumed';
    case 'recuse':
      return `${act.by} stands aside`;
    default:
      return act.act;
  }
}

/** What was chosen; words and remedies say nothing here. */
function inBrackets(form: FormValues): string {
  const said = Object.entries(form).flatMap(([key, value]) => {
    if (typeof value === 'boolean') return [`${key}: ${value ? 'yes' : 'no'}`];
    return typeof value === 'string' || typeof value === 'number' ? [`${key}: ${value}`] : [];
  });
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

export type Told = Omit<Fault, 'story'> & {
  readonly world: World;
  readonly steps: readonly Step[];
  /** How the story ends, if its last step does not say it. */
  readonly ending?: string;
};

/** Faults as they are found, each once, with the shortest of its stories. */
export class Faults {
  readonly #found = new Map<string, { readonly fault: Fault; readonly length: number }>();

  add({ world, steps, ending, ...fault }: Told): void {
    const key = JSON.stringify([fault.property, fault.path, fault.message]);
    const known = this.#found.get(key);
    const story = tell(world, steps, ending);
    const length = story.split(SEPARATOR).length;
    if (!known || length < known.length) this.#found.set(key, { fault: { ...fault, story }, length });
  }

  get all(): readonly Fault[] {
    return [...this.#found.values()].map(({ fault }) => fault);
  }
}
