import { namesIn, narrate, showLocal, type NarrationInput } from '../procedures/words/narrate';
import type { ComplaintEvent } from '../domain/model/event';
import { shippedLanguage } from '../procedures/words/languages';
import { fill } from '../procedures/words/wording';
import type { RehearsalResult } from './rehearse';

/** Events that only repeat what the next one says. */
const LEFT_OUT: readonly ComplaintEvent['type'][] = ['stageCompleted'];

/** A rehearsal as a manager reads it: what happened, day by day, and how it ended. */
export function timelineOf(result: RehearsalResult, input: NarrationInput & { readonly title: string }): string {
  const { accepted, refused } = shippedLanguage(input.locale).rehearsal;
  const lines = [input.title, ''];
  let day = '';
  for (const event of result.events) {
    if (LEFT_OUT.includes(event.type)) continue;
    const [date = '', time = ''] = showLocal(input.calendar, event.at).split(' ');
    if (date !== day)
      lines.push(...(day === '' ? [] : ['']), `${date} ${weekday(date, input.locale)}  ${input.calendar.zone}`);
    day = date;
    lines.push(`  ${time}  ${narrate(event, input)}`);
  }
  for (const { at, by, act, refusal } of result.refusals) {
    const why = refusal === null ? accepted : fill(refused, { refusal: refusal.type, detail: refusal.detail });
    lines.push('', `! ${showLocal(input.calendar, at)}  ${by} ${act}: ${why}`);
  }
  return [...lines, '', ending(result, input), ''].join('\n');
}

function weekday(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

function ending({ ended, events }: RehearsalResult, input: NarrationInput): string {
  const names = namesIn(ended.by, input).join(', ');
  const { locale } = input;
  const { held, archived } = shippedLanguage(locale).rehearsal;
  return fill(ended.as === 'held' ? held : archived, { count: String(events.length), names });
}
