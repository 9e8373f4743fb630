import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intakeSchema } from '../../api/schemas/intake';
import { actFrom, actorOf, readScript, registrationOf, timedActs } from '../../tools/rehearsal/script';
import { developer, Story } from '../support/story';

const examples = join(__dirname, '../../examples');
const { procedure, calendar } = developer;

const filesIn = (folder: string) => readdirSync(join(examples, folder)).sort();
const read = (folder: string, file: string) => readFileSync(join(examples, folder, file), 'utf8');
const intakes = filesIn('intake').map((file) => ({ file, body: intakeSchema.parse(JSON.parse(read('intake', file))) }));

/** Plays a script by the core alone, then lets time pass to the end. */
function play(file: string): Story {
  const script = readScript(read('rehearsals', file), file);
  if (script.start === undefined || script.people === undefined) throw new Error(`${file} leaves something open`);
  const rules = { ...developer, people: { version: file, ...script.people } as typeof developer.people };
  const start = new Date(script.start).toISOString();
  const story = new Story(rules, start).register(registrationOf(script.complaint, procedure, 'C-EXAMPLE', start));
  timedActs(script, start, calendar).forEach(({ at, scripted }, index) => {
    story.passTo(at);
    const by = actorOf(scripted.by, rules.people, story.current.stage?.tasks[0]?.owner.people ?? []);
    story.act(actFrom(scripted, at, by, `act-${index}`));
  });
  while (story.passOne());
  return story;
}

test.each([
  ['agreed.yaml', 'resolved', 1],
  ['unfounded.yaml', 'unfounded', 1],
  ['returned-by-management.yaml', 'resolved', 1],
  ['disagrees-twice.yaml', 'resolved', 3],
  ['dissatisfied-second-round.yaml', 'resolved', 2],
  ['two-visits.yaml', 'resolved', 1],
  ['withdrawn.yaml', 'withdrawn', 1],
  ['silent-customer.yaml', 'no-answer', 1],
])('the rehearsal %s is accepted act by act, nobody is late, and it ends %s in round %d', (file, result, round) => {
  const story = play(file);
  expect(story.current.closings).toMatchObject([{ result, round }]);
  expect(story.of('deadlineMissed')).toEqual([]);
});

test('every rehearsal is tried here', () => {
  expect(filesIn('rehearsals')).toHaveLength(8);
});

test('the rehearsal of construction quality has two visits', () => {
  expect(play('two-visits.yaml').current.surveys.map(({ visit }) => visit)).toEqual([1, 2]);
});

test('every intake example names a channel, a category and a severity that the procedure has', () => {
  for (const { body } of intakes) {
    expect(procedure.channels).toContain(body.channel);
    expect(Object.keys(procedure.categories)).toContain(body.category);
    expect([undefined, ...procedure.severities]).toContain(body.severity);
  }
});

test('the intake examples come through every channel, in both languages, about both categories', () => {
  expect(intakes.length).toBeGreaterThanOrEqual(12);
  expect(new Set(intakes.map(({ body }) => body.channel))).toEqual(new Set(procedure.channels));
  expect(new Set(intakes.map(({ body }) => body.locale))).toEqual(new Set(['zh-CN', 'en']));
  expect(new Set(intakes.map(({ body }) => body.category))).toEqual(new Set(Object.keys(procedure.categories)));
  for (const { body } of intakes) expect(body.receivedAt !== undefined).toBe(body.channel === 'letter');
});

test('nobody in the examples can be mistaken for a real person', () => {
  for (const { body } of intakes) {
    const { name, email, phone } = body.complainant;
    expect(name).toMatch(/^(演示|Demo )/);
    expect(email ?? 'x@example.com').toMatch(/@example\.(com|org)$/);
    expect(phone ?? '+44 7700 900000').toMatch(/^(\+44 7700 900\d{3}|\+1 202-555-01\d{2})$/);
  }
});
