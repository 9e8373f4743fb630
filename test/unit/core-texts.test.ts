import type { Act } from '../../domain/model/act';
import type { ComplaintEvent } from '../../domain/model/event';
import { formTexts, ownTexts, textsIn, withStoredTexts } from '../../domain/model/texts';
import { factsAsked } from '../../domain/rules/asked';
import { joint } from '../support/parallel-story';
import { developer, Story, text } from '../support/story';

const ref = (field: string, written: string) => ({ content: `${field}: ${written}`, hash: 'h' });

async function stored(act: Act, story: Story = new Story().register()): Promise<Act> {
  const isFact = factsAsked(story.rules, story.current, act.task);
  return withStoredTexts(act, isFact, async (field, written) => ref(field, written));
}

const complete = (form: Readonly<Record<string, string | number>>): Act => ({ act: 'complete', by: 'cs-1', form });
const formAfter = async (form: Parameters<typeof complete>[0], story?: Story) => {
  const act = await stored(complete(form), story);
  return 'form' in act ? act.form : undefined;
};

describe('of an act', () => {
  it.each<Act>([
    { act: 'note', by: 'li', reason: 'words' },
    { act: 'withdraw', by: 'complainant', reason: 'words' },
  ])('the reason to $act is text', async (act) => {
    expect(await stored(act)).toEqual({ ...act, reason: ref('reason', 'words') });
  });

  it('evidence is text', async () => {
    const act: Act = { act: 'addEvidence', by: 'li', evidence: 'words' };
    expect(await stored(act)).toEqual({ ...act, evidence: ref('evidence', 'words') });
  });

  it('ids and words of the rule book are none', async () => {
    const act: Act = { act: 'assign', by: 'cs-lead', to: 'cs-2', task: 'T3', id: 'once' };
    expect(await stored(act)).toEqual(act);
  });

  it('what is stored already stays', async () => {
    const act: Act = { act: 'note', by: 'li', reason: text('c9') };
    expect(await stored(act)).toEqual(act);
  });
});

describe('of a form', () => {
  it('a text field is text, facts of the open form stay', async () => {
    expect(await formAfter({ findings: 'long', responsible: 'engineering' })).toEqual({
      findings: ref('findings', 'long'),
      responsible: 'engineering',
    });
  });

  it('a string in a field that the open form does not ask is text: the run may be further on', async () => {
    expect(await formAfter({ answer: 'long', 'speaks-for-company': 'yes' })).toEqual({
      answer: ref('answer', 'long'),
      'speaks-for-company': ref('speaks-for-company', 'yes'),
    });
  });

  it.each(['Mr. Demo of the second floor', 'engineering ', 'toString', 'constructor'])(
    '"%s" is no department, so somebody has written it',
    async (written) => {
      expect(await formAfter({ responsible: written })).toEqual({ responsible: ref('responsible', written) });
      expect(await formAfter({ [written]: written })).toEqual({ [written]: ref(written, written) });
    },
  );

  it('a blank is no text: it stays, to be refused', async () => {
    expect(await formAfter({ findings: ' \n', responsible: '' })).toEqual({ findings: ' \n', responsible: '' });
  });

  it('where several tasks are open, what one of them knows is a fact unless the act names another', async () => {
    const story = joint();
    const tasks = story.current.stage?.tasks ?? [];
    const task = (part: string) => tasks.find((one) => one.part === part)?.id ?? '';
    const act = { act: 'complete', by: 'eng-1', form: { cause: 'built' } } as const;
    expect(await stored(act, story)).toEqual(act);
    expect(await stored({ ...act, task: task('defect') }, story)).toMatchObject({ form: { cause: 'built' } });
    expect(await stored({ ...act, task: task('costs') }, story)).toMatchObject({
      form: { cause: ref('cause', 'built') },
    });
  });
});

describe('of an event', () => {
  const common = { number: 7, at: '2026-03-02T02:00:00.000Z', stage: 'investigate', round: 1, actor: 'cs-1' } as const;
  const event: ComplaintEvent = {
    ...common,
    via: 'update',
    type: 'taskCompleted',
    task: 'T3',
    outcome: 'founded',
    form: { findings: text('f'), responsible: 'engineering', reason: text('in the form') },
    reason: text('own'),
  };

  it('its own and those of its form are told apart', () => {
    expect(formTexts(event)).toEqual({ findings: text('f'), reason: text('in the form') });
    expect(ownTexts(event)).toEqual({ reason: text('own') });
    expect(textsIn(event)).toEqual({ findings: text('f'), reason: text('own') });
  });

  it('a field of its form shows whatever it is called', () => {
    const { reason: _own, ...without } = event;
    expect(textsIn(without)).toEqual({ findings: text('f'), reason: text('in the form') });
  });

  it('the whole complaint, to which the registration refers, is not among what was written later', () => {
    const [registered] = new Story(developer).register().events;
    expect(registered && textsIn(registered)).toEqual({});
  });
});
