import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intakeSchema } from '../../contract/intake';
import { playScript, scriptFrom } from '../support/script-play';
import { developer, type Story } from '../support/story';

const examples = join(__dirname, '../../examples');
const { procedure } = developer;

const filesIn = (folder: string) => readdirSync(join(examples, folder)).sort();
const read = (folder: string, file: string) => readFileSync(join(examples, folder, file), 'utf8');
const intakes = filesIn('intake').map((file) => ({ file, body: intakeSchema.parse(JSON.parse(read('intake', file))) }));

/** Plays a script of the shipped first procedure. */
function play(file: string): Story {
  return playScript(developer, scriptFrom('property-developer', file));
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
  expect(filesIn('rehearsals/property-developer')).toHaveLength(8);
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
