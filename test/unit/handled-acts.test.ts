import { handledActs, remembered } from '../../domain/record/handled-acts';
import { acts, Story } from '../support/story';

test('an act is known by the events that carry its id, whatever time brought in between', () => {
  const story = new Story().register();
  const first = story.events.length + 1;
  story.input({ type: 'act', act: { ...acts.founded(), id: 'a' }, via: 'api' });
  const last = story.events.length;
  while (story.events.length < last + 2) story.passOne();
  story.act({ ...acts.note(), id: 'b' }).act(acts.note());
  const note = story.events.length - 1;
  expect(handledActs(story.events)).toEqual([
    { id: 'a', events: [first, last] },
    { id: 'b', events: [note, note] },
  ]);
});

const some = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `act-${n}`, events: [n, n] as const }));

test('the latest two hundred acts are remembered; that there were others stays known for good', () => {
  expect(remembered(some(200))).toEqual({ handled: some(200), olderActs: false });
  const more = remembered(some(201));
  expect(more).toEqual({ handled: some(201).slice(1), olderActs: true });
  expect(remembered(more.handled, more.olderActs)).toEqual(more);
  expect(remembered(some(3), true)).toEqual({ handled: some(3), olderActs: true });
});
