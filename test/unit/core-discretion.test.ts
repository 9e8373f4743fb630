import fc from 'fast-check';
import type { RemedyChoice } from '../../domain/model/procedure';
import { amountOffered } from '../../domain/rules/discretion';
import type { KnownRules } from '../../domain/people/pool-members';
import { sideBySide } from '../support/core-rules';
import { Story } from '../support/story';

const LIMIT = 1_000;
const { procedure } = sideBySide;
const { joint, answer, settle } = procedure.stages;
if (joint?.kind !== 'parallel' || answer?.kind !== 'reply' || settle?.kind !== 'task')
  throw new Error('not as expected');
const { defect, costs } = joint.parts;
if (!defect || !costs) throw new Error('not as expected');

/** Two departments each offer something, and what they agree on is carried out or replied at once. */
function offering(then: string, otherwise = then): KnownRules {
  const remedies = { kind: 'remedies', required: false } as const;
  const route = { cases: [{ when: { 'within-discretion': [true] }, then }], then: otherwise, newRound: false };
  return {
    ...sideBySide,
    procedure: {
      ...procedure,
      first: 'joint',
      discretion: { currency: 'CNY', limits: { handler: LIMIT, 'customer-service': LIMIT, manager: null } },
      stages: {
        ...procedure.stages,
        joint: {
          kind: 'parallel',
          parts: {
            defect: { ...defect!, owner: 'makers', form: { repair: remedies } },
            service: { ...costs!, owner: 'desk', form: { apology: remedies } },
          },
          outcomes: { founded: route, unfounded: route, mixed: route },
        },
        repair: {
          ...settle,
          kind: 'execute',
          outcomes: { done: { cases: [], then: 'closed', newRound: false } },
        } as never,
      },
      owners: { ...procedure.owners, makers: { role: 'handler' } },
    },
  };
}

interface Done {
  readonly part: 'defect' | 'service';
  readonly amount: number | null;
}

const DOER = { defect: 'eng-1', service: 'cs-1' } as const;
const FIELD = { defect: 'repair', service: 'apology' } as const;

function done(story: Story, { part, amount }: Done) {
  const task = story.current.stage?.tasks.find((open) => open.part === part)?.id ?? '';
  const offer: readonly RemedyChoice[] = [
    { remedy: 'repair', ...(amount === null ? {} : { amount, currency: 'CNY' }) },
  ];
  const form = amount === null ? {} : { [FIELD[part]]: offer };
  return { act: 'complete', by: DOER[part], outcome: 'founded', task, form } as const;
}

/** What the last of the two is told. */
function lastIsTold(rules: KnownRules, first: Done, last: Done) {
  const story = new Story(rules).register();
  story.act(done(story, first));
  return story.refusal(done(story, last));
}

const dear = { part: 'defect', amount: LIMIT + 1 } as const;
const nothing = { part: 'service', amount: null } as const;

describe('who work side by side commit us to no more than they may grant', () => {
  it.each(['repair', 'answer', 'closed'])('whoever of them is done last, where it leads to "%s"', (then) => {
    expect([lastIsTold(offering(then), dear, nothing), lastIsTold(offering(then), nothing, dear)]).toEqual([
      'over-limit',
      'over-limit',
    ]);
  });

  it('and not by sharing it among them', () => {
    const [half, other] = [
      { part: 'defect', amount: LIMIT / 2 },
      { part: 'service', amount: LIMIT / 2 + 1 },
    ] as const;
    expect([lastIsTold(offering('repair'), half, other), lastIsTold(offering('repair'), other, half)]).toEqual([
      'over-limit',
      'over-limit',
    ]);
    expect(lastIsTold(offering('repair'), half, { part: 'service', amount: LIMIT / 2 })).toBeNull();
  });

  it('but may propose it to whoever may grant it', () => {
    const rules = offering('repair', 'review');
    expect([lastIsTold(rules, dear, nothing), lastIsTold(rules, nothing, dear)]).toEqual([null, null]);
  });

  it('and are not judged while one of them is still at work', () => {
    const story = new Story(offering('repair')).register();
    expect(story.refusal(done(story, dear))).toBeNull();
  });

  it('and what is offered is worth the same in any order', () => {
    const amount = fc.option(fc.integer({ min: 0, max: 2 * LIMIT }));
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const parts: readonly Done[] = [
          { part: 'defect', amount: one },
          { part: 'service', amount: other },
        ];
        const ends = [parts, [...parts].reverse()].map((order) => {
          const story = new Story(offering('review')).register();
          for (const part of order) story.act(done(story, part));
          const { offered, alternatives, proposedBy } = story.current;
          return { offered, alternatives, proposedBy, worth: amountOffered(story.rules.procedure, story.current) };
        });
        expect(ends[0]).toEqual(ends[1]);
        expect(ends[0]?.worth).toBe((one ?? 0) + (other ?? 0));
      }),
    );
  });
});
