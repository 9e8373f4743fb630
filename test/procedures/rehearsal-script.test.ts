import { KnownPeople } from '../../domain/people/known-people';
import { decide } from '../../domain/decide';
import { checkRegistration, readScript, registrationOf, ScriptError, timedActs } from '../../rehearsal/script';
import { developer } from '../support/story';

const START = '2026-03-02T01:30:00.000Z';
const { procedure, calendar } = developer;

function faultOf(play: () => unknown): string {
  try {
    play();
  } catch (error) {
    expect(error).toBeInstanceOf(ScriptError);
    return (error as Error).message;
  }
  return 'accepted';
}

const acts = (line: string) => `acts:\n  - { by: customer-service, ${line} }\n`;
const timed = (written: string) => () =>
  timedActs(readScript(acts(`at: ${written}, act: note, reason: x`), 'story.yaml'), START, calendar);

test.each(['2h', '3wd', '2026-03-03T09:00:00+08:00'])('an act may happen at %s', (written) => {
  expect(faultOf(timed(written))).toBe('accepted');
});

test.each(['2 March 11:00', '2026-03-03', 'tomorrow', '-1d'])('%s is no time for an act', (written) => {
  expect(faultOf(timed(written))).toMatch(
    /^acts\.0\.at: ".*" is neither an instant such as 2026-03-02T11:00:00\+08:00/,
  );
});

test('an act that nobody knows, and a refusal that does not exist, are told with those that do, by line', () => {
  expect(faultOf(() => readScript(acts('at: 2h, act: aprove'), 'story.yaml'))).toMatch(
    /^story\.yaml:2:\d+ {2}acts\.0\.act: is none of the acts: complete, approve, /,
  );
  expect(faultOf(() => readScript(acts('at: 2h, act: note, refused: nope'), 'story.yaml'))).toMatch(
    /acts\.0\.refused: is none of the refusals: wrong-stage, /,
  );
});

describe('a complaint that an intake would not accept', () => {
  const check =
    (yaml: string, rules = developer) =>
    () => {
      const { complaint } = readScript(`complaint: { ${yaml} }`, 'story.yaml');
      checkRegistration(rules, registrationOf(complaint, rules, 'C-1', START));
    };

  it.each([
    ['channel: pigeon', /^complaint\.channel: "pigeon" is none of: telephone, /],
    ['category: weather', /^complaint\.category: "weather" is none of: /],
    ['severity: dire', /^complaint\.severity: "dire" is none of: /],
    ['place: cellar', /^complaint\.place: "cellar" is none of the departments .* that have a kind$/],
    ['place: engineering', /^complaint\.place: "engineering" is none of the departments .* that have a kind$/],
    ['facts: { plate: X }', /^complaint\.facts: "plate" is not asked here/],
  ])('%s is told by its place', (yaml, message) => {
    expect(faultOf(check(yaml))).toMatch(message);
  });

  it('brings what the rule book asks of every complaint', () => {
    const intake = { waybill: { kind: 'choice' as const, required: true, options: ['A'] } };
    const rules = { ...developer, procedure: { ...procedure, intake } };
    expect(faultOf(check('channel: web', rules))).toMatch(/^complaint\.facts: "waybill" is required/);
    expect(faultOf(check('channel: web, facts: { waybill: A }', rules))).toBe('accepted');
  });

  it('is of the place that it names, else of that of whoever received it', () => {
    const engineering = { kind: 'depot', head: 'eng-head' };
    const departments = { ...developer.people.directory.departments, engineering, property: { parent: 'engineering' } };
    const rules = { ...developer, people: new KnownPeople({ ...developer.people.directory, departments }) };
    const of = (complaint: object) => registrationOf(complaint as never, rules, 'C-1', START);
    const here = { place: 'engineering', placeKind: 'depot' };
    expect(of({ place: 'engineering', receivedBy: 'cs-1' })).toMatchObject(here);
    expect(of({ receivedBy: 'prop-1' })).toMatchObject(here);
    expect(of({ receivedBy: 'cs-1' })).not.toHaveProperty('place');
  });

  it('is accepted as it is otherwise', () => {
    expect(faultOf(check('channel: web, category: service-quality'))).toBe('accepted');
    const registration = registrationOf(undefined, developer, 'C-1', START);
    expect(decide(developer, null, { type: 'register', registration }, START)).toHaveProperty('events');
  });
});
