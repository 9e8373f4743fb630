import fc from 'fast-check';
import { findComplaint } from '../../db/complaints';
import { createLedger } from '../../db/ledger';
import { listNotices } from '../../db/notices';
import { rebuildProjections } from '../../db/rebuild';
import { listTasks } from '../../db/tasks';
import { eventsOf } from '../../db/timeline';
import type { ComplaintEvent } from '../../domain/model/event';
import { fold } from '../../domain/record/evolve';
import type { KnownRules } from '../../domain/people/pool-members';
import { nearestTask, openTasks } from '../../domain/model/tasks';
import { anyStep, live } from '../support/core-lives';
import { sideBySide } from '../support/core-rules';
import { developer } from '../support/story';
import { freshDatabase, type Database } from './database';

let database: Database;
let recorded = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const LIVES = fc.sample(fc.array(anyStep, { minLength: 5, maxLength: 30 }), { numRuns: 20, seed: 20_260_302 });

/** The batches of events in which a life was recorded, under a reference of their own. */
function lifeOf(rules: KnownRules, index: number): readonly (readonly ComplaintEvent[])[] {
  return live(rules, LIVES[index] ?? []).map(({ events }) =>
    events.map((event) =>
      event.type === 'registered'
        ? { ...event, registration: { ...event.registration, reference: referenceOf(rules, index) } }
        : event,
    ),
  );
}

const tasksOf = async (reference: string) =>
  (await listTasks(database.pool, { limit: 1_000 })).items.filter((task) => task.reference === reference);

const referenceOf = (rules: KnownRules, index: number): string => `${rules.procedure.key}-${String(index)}`;

test.each([
  ['the shipped rule book', developer],
  ['departments side by side', sideBySide],
])(
  'any life by %s, recorded act by act, reads as its events fold and is what a rebuild makes of them',
  async (_, rules) => {
    recorded += LIVES.length;
    const ledger = createLedger(database.pool);
    const types = new Set<string>();
    for (const index of LIVES.keys()) {
      const reference = referenceOf(rules, index);
      for (const events of lifeOf(rules, index)) await ledger.record({ reference, events });
      const events = lifeOf(rules, index).flat();
      for (const { type } of events) types.add(type);
      const state = fold(events);
      expect((await eventsOf(database.pool, { reference, limit: 10_000 })).map(({ event }) => event)).toEqual(events);
      expect(await findComplaint(database.pool, reference)).toMatchObject({
        state,
        status: state.status,
        stage: state.stage?.key ?? null,
        dueAt: nearestTask(state)?.budget.dueAt ?? null,
      });
      expect((await tasksOf(reference)).map(({ task, part }) => `${task} ${part}`).sort()).toEqual(
        openTasks(state)
          .map(({ id, part }) => `${id} ${part}`)
          .sort(),
      );
      const { items } = await listNotices(database.pool, { reference, limit: 10_000 });
      expect(items.every(({ subject }) => subject.state.lastNumber === subject.event.number)).toBe(true);
    }
    expect(types.size).toBeGreaterThan(12);
    expect(await rebuildProjections(database.pool)).toEqual({ complaints: recorded, differences: [] });
  },
);
