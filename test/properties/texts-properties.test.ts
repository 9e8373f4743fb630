import fc from 'fast-check';
import { formsOf } from '../../domain/kinds/table';
import { readAct } from '../../domain/acts/act-shape';
import { ACT_NAMES, actRow, type Act, type ActName, type Shape } from '../../domain/model/act';
import { isContentRef, type ContentRef } from '../../domain/model/content';
import { textsIn, withStoredTexts } from '../../domain/model/texts';
import { factsAsked } from '../../domain/rules/asked';
import { fillings } from '../support/core-fillings';
import { anyStep, live } from '../support/core-lives';
import { sideBySide } from '../support/core-rules';
import { everyWord } from '../support/every-word';
import { developer } from '../support/story';

/** In everything that somebody writes here, and in nothing else. */
const MARK = '✎';
const RULES = { 'the shipped rule book': developer, 'side by side': sideBySide, 'every word': everyWord };

const someText = fc.string().map((written) => `${MARK} ${written}`);
const fieldNames = Object.values(RULES)
  .flatMap(({ procedure }) => Object.values(procedure.stages))
  .flatMap(formsOf)
  .flatMap(Object.keys);
const aField = fc.oneof(
  fc.constantFrom(...fieldNames, 'reason', 'evidence', 'form', 'by'),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
);
const aStoredText = fc.string({ minLength: 1 }).map((content): ContentRef => ({ content, hash: 'h' }));

/** A value for a field of each shape; the compiler asks for one where a shape is new. */
const VALUES: Readonly<Record<Shape, fc.Arbitrary<unknown>>> = {
  key: fc.constantFrom('founded', 'gm', 'engineering'),
  span: fc.constantFrom('1wd', '7d'),
  text: fc.oneof({ weight: 4, arbitrary: someText }, { weight: 1, arbitrary: aStoredText }),
  form: fc.dictionary(
    aField,
    fc.oneof(
      { weight: 4, arbitrary: someText },
      { weight: 1, arbitrary: aStoredText },
      { weight: 1, arbitrary: fc.constantFrom('engineering', true, 12, null, [{ remedy: 'repair', amount: 5 }]) },
    ),
  ),
  count: fc.nat(),
  counts: fc.constant([0, 2]),
  flag: fc.boolean(),
};

function anyAct(name: ActName): fc.Arbitrary<Act> {
  const fields = Object.entries(actRow(name).fields).map(([field, { shape }]) => [field, VALUES[shape]] as const);
  return fc.record({ ...Object.fromEntries(fields), act: fc.constant(name), by: fc.constant('cs-1') }).map((given) => {
    const read = readAct(given);
    if ('refusal' in read) throw new Error(`not an act: ${JSON.stringify(read.refusal)}`);
    return read.act;
  });
}

/** Where the text went, by what stands for it. */
function store() {
  const texts = new Map<string, string>();
  return {
    texts,
    put: async (_field: string, written: string): Promise<ContentRef> => {
      const content = `stored-${texts.size}`;
      texts.set(content, written);
      return { content, hash: 'h' };
    },
  };
}

/** A value with every reference of this store turned back into its text. */
function restored(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  if (isContentRef(value)) return texts.get(value.content) ?? value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restored(one, texts)]));
}

function refsAnywhere(value: unknown): readonly ContentRef[] {
  if (isContentRef(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(refsAnywhere) : [];
}

const someLife = fc.tuple(fc.constantFrom(...Object.values(RULES)), fc.array(anyStep, { maxLength: 20 }));

it.each(ACT_NAMES)(
  'whatever state Postgres knows, no text of "%s" is left inline, and nothing else is changed',
  (name) =>
    fc.assert(
      fc.asyncProperty(someLife, anyAct(name), async ([rules, steps], act) => {
        const { after } = live(rules, steps).at(-1) ?? {};
        if (!after) throw new Error('no life');
        const { texts, put } = store();
        const sent = await withStoredTexts(act, factsAsked(rules, after, act.task), put);
        expect(JSON.stringify(sent)).not.toContain(MARK);
        expect(restored(sent, texts)).toEqual(act);
      }),
      { numRuns: 60 },
    ),
);

it.each(Object.entries(RULES))('facts that the open form asks stay facts: %s', (_, rules) =>
  fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 20 }), async (steps) => {
      for (const { after } of live(rules, steps)) {
        for (const act of fillings(rules, after, { act: 'complete', by: 'cs-1', task: null })) {
          const sent = await withStoredTexts(act, factsAsked(rules, after), () => Promise.reject(new Error('a fact')));
          expect(sent).toEqual(act);
        }
      }
    }),
    { numRuns: 30 },
  ),
);

it('every reference in an event is one of its texts', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(someLife, ([rules, steps]) => {
      for (const event of live(rules, steps).flatMap(({ events }) => events)) {
        if (event.type === 'registered') continue;
        const refs = refsAnywhere(event);
        expect(Object.values(textsIn(event))).toEqual(expect.arrayContaining([...refs]));
        if (refs.length > 0) seen.add(event.type);
      }
    }),
    { numRuns: 200 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['taskCompleted', 'noted']));
});
