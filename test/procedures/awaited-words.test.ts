import { actsFor } from '../../domain/access';
import { translated } from '../../procedures/reading/translate';
import { renderMessage } from '../../procedures/words/render';
import { evolve } from '../../domain/record/evolve';
import { noticesFor, type NoticeSubject } from '../../domain/record/notice';
import type { ComplaintState } from '../../domain/model/state';
import { arrived, atTheMaker, awaitingBook, awaitingRules, sentFor } from '../support/awaiting';
import { seen } from '../support/customer-choices';
import { local, text, type Story } from '../support/story';

const ruleBook = translated(awaitingBook);
const page = (story: Story, locale = 'en') => seen(story, locale, ruleBook);
const happened = (story: Story, locale = 'en'): readonly string[] =>
  page(story, locale).history.map(({ words }) => words);

/** The bodies of the mails of this template, in their order. */
function mails(story: Story, template: string, to: string): readonly string[] {
  let before: ComplaintState | null = null;
  return story.events.flatMap((event) => {
    const state = evolve(before, event);
    const told = noticesFor(before, event, state).filter((one) => one.template === template && one.to === to);
    before = state;
    const about = { event, state, reference: state.reference, locale: 'en', recipientName: 'Sample', texts: {} };
    return told.map((notice): string => {
      const subject: NoticeSubject = { ...about, notice };
      return renderMessage([subject], { ruleBook, calendar: awaitingRules.calendar, trackingUrl: 'https://x/track' })
        .body;
    });
  });
}

describe('what the complainant has to send', () => {
  it('is asked of them on their page, and not said to come from outside', () => {
    expect(page(sentFor()).progress.words).toBe('We have asked you for something and are waiting for you.');
    expect(happened(sentFor()).at(-1)).toBe('We asked you for something that we need.');
    expect(page(atTheMaker()).progress.words).toMatch(/^We are waiting for something that has to come/);
    expect(happened(atTheMaker()).at(-1)).toBe('We began to wait for something that has to come from outside.');
  });

  it('is on record once they or others have told us, and when time is over', () => {
    expect(happened(sentFor().act(arrived('complainant'))).at(-1)).toBe('You answered what we had asked you for.');
    expect(happened(sentFor().act(arrived('complainant')), 'zh-CN').at(-1)).toBe('您告知了办理情况。');
    expect(happened(sentFor().act(arrived('source:depot'))).at(-1)).toBe('What we were waiting for was recorded.');
    const late = happened(sentFor('2026-03-10').passTo(local('2026-03-11 00:00')));
    expect(late.slice(-2)).toEqual(['Nothing came within the time limit.', 'The complaint was closed.']);
  });

  it('may take longer when somebody gives them more time, which is not ours', () => {
    const story = sentFor();
    const [by = ''] = Object.keys(awaitingRules.people.directory.staff).filter((person) =>
      actsFor(awaitingRules, story.current, person).some(({ act }) => act === 'extend'),
    );
    story.act({ act: 'extend', by, span: '2d', reason: text('asked for') });
    expect(happened(story).at(-1)).toBe('We gave you more time.');
    expect(mails(story, 'rescheduled', 'complainant')).toEqual([expect.stringContaining('18 March 2026, 10:00')]);
  });

  it('is said again in the reminder, with the address', () => {
    const [reminder] = mails(sentFor('2026-03-10').passTo(local('2026-03-08 00:00')), 'reminder', 'complainant');
    expect(reminder).toContain('We asked you: Please send us the goods.\nAddress or contact: 1 Sample Road\n');
  });
});
