import fc from 'fast-check';
import { ACT_NAMES, actRow } from '../../domain/model/act';
import { readAct } from '../../domain/acts/act-shape';
import { fillings } from '../support/core-fillings';
import { acts, developer, Story } from '../support/story';

const refusalOf = (value: unknown): { type: string; field?: string } | null => {
  const read = readAct(value);
  return 'refusal' in read ? read.refusal : null;
};

it('anything at all that is JSON is an act or a refusal, never an error', () => {
  const nearly = fc.record(
    {
      act: fc.constantFrom(...ACT_NAMES),
      by: fc.jsonValue(),
      reason: fc.jsonValue(),
      form: fc.jsonValue(),
      to: fc.jsonValue(),
    },
    { requiredKeys: ['act'] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearly), (value) => {
      const read = readAct(value);
      if ('refusal' in read) expect(['malformed', 'missing-field', 'invalid-field']).toContain(read.refusal.type);
      else
        expect(Object.keys(read.act).sort()).toEqual(
          Object.entries(value as object)
            .filter(([, field]) => field !== null)
            .map(([key]) => key)
            .sort(),
        );
    }),
    { numRuns: 2000 },
  );
});

it('what is not a JSON object, or names no act, is malformed', () => {
  for (const value of [
    undefined,
    null,
    1,
    'note',
    true,
    [],
    ['note'],
    {},
    { act: 'toString' },
    { act: 1 },
    { act: 'Note' },
  ])
    expect(refusalOf(value)?.type).toBe('malformed');
});

it.each(ACT_NAMES)('"%s" is read as it was written, and refuses a key that it does not have', (name) => {
  const state =
    name === 'complete' ? new Story().register().current : new Story().register().act(acts.founded()).current;
  const [act] = fillings(developer, state, { act: name, by: 'cs-1', task: null });
  expect(readAct(act)).toEqual({ act });
  expect(refusalOf({ ...act, surprise: 1 })).toMatchObject({ type: 'malformed', field: 'surprise' });
  expect(refusalOf(JSON.parse(`${JSON.stringify(act).slice(0, -1)},"__proto__":{}}`))).toMatchObject({
    type: 'malformed',
  });
});

it.each(ACT_NAMES)('"%s" refuses each field that is missing or of another shape', (name) => {
  const filled: Record<string, unknown> = { act: name, by: 'cs-1' };
  const samples = {
    key: 'x',
    span: '1d',
    text: { content: 'c', hash: 'h' },
    form: {},
    count: 0,
    counts: [0],
    flag: true,
  };
  for (const [key, { shape }] of Object.entries(actRow(name).fields)) filled[key] = samples[shape];
  expect(refusalOf(filled)).toBeNull();
  for (const [key, { required }] of [...Object.entries(actRow(name).fields), ['by', { required: true }] as const]) {
    const { [key]: _, ...without } = filled;
    expect(refusalOf(without)).toEqual(
      required ? expect.objectContaining({ type: 'missing-field', field: key }) : null,
    );
    for (const wrong of [7.5, -1, true, [], '', ' ', {}].filter((value) => !fitsAnyway(value, key, name)))
      expect(refusalOf({ ...filled, [key]: wrong })).toMatchObject({ type: 'invalid-field', field: key });
  }
});

function fitsAnyway(value: unknown, key: string, name: (typeof ACT_NAMES)[number]): boolean {
  const shape = key === 'by' ? 'key' : actRow(name).fields[key]?.shape;
  return (
    (shape === 'form' && typeof value === 'object' && !Array.isArray(value)) ||
    ((shape === 'key' || shape === 'span') && value === ' ') ||
    (shape === 'flag' && value === true)
  );
}

it('a text is words, or a reference of exactly an id and a hash', () => {
  const note = (reason: unknown): unknown => ({ act: 'note', by: 'cs-1', reason });
  for (const reason of ['words', { content: 'c', hash: 'h' }]) expect(refusalOf(note(reason))).toBeNull();
  for (const reason of [
    '  ',
    { content: 'c' },
    { hash: 'h' },
    { content: 1, hash: 'h' },
    { content: 'c', hash: {} },
    { content: '', hash: 'h' },
    { content: 'c', hash: 'h', name: 'personal' },
  ])
    expect(refusalOf(note(reason))?.type).toBe('invalid-field');
});

it('names of staff, tasks and spans are at most 200 characters', () => {
  expect(refusalOf({ act: 'note', by: 'x'.repeat(200), reason: 'r' })).toBeNull();
  expect(refusalOf({ act: 'note', by: 'x'.repeat(201), reason: 'r' })?.type).toBe('invalid-field');
});
