import type { ArmFigures } from '../../bench/people/comparison';
import { organisationOf, poolsOf, SMALLEST } from '../../bench/people/organisation';
import { costOf, type PlanNode } from '../../bench/people/plan-cost';
import { together, typicalStatements, type Statements } from '../../bench/people/statements';
import { OPERATIONS, type Operation } from '../../bench/people/story';
import type { Trace } from '../../bench/people/trace';
import { failing } from '../../bench/people/verdict';

const NOW = new Date('2026-03-02T01:30:00.000Z');

describe('a generated organisation', () => {
  it.each([SMALLEST, 1_000, 10_000])(
    'has exactly %i staff, whose managers, departments and heads are in it',
    (size) => {
      const { organisation } = organisationOf(size, NOW);
      const staff = new Set(organisation.staff.map(({ id }) => id));
      const departments = new Set(organisation.departments.map(({ id }) => id));
      expect(staff.size).toBe(size);
      expect(organisation.staff).toHaveLength(size);
      for (const { manager, department } of organisation.staff) {
        expect(departments).toContain(department);
        if (manager !== undefined) expect(staff).toContain(manager);
      }
      for (const { head, parent } of organisation.departments) {
        if (head !== undefined) expect(staff).toContain(head);
        if (parent !== undefined) expect(departments).toContain(parent);
      }
    },
  );

  it('has as many people at the desk of each pool as the pool says', () => {
    const { staff } = organisationOf(10_000, NOW).organisation;
    const holders = (role: string) => staff.filter(({ roles }) => roles.includes(role)).length;
    expect(poolsOf(10_000)).toEqual([3, 300, 5_000]);
    expect([holders('desk-0003'), holders('desk-0300'), holders('desk-5000')]).toEqual([3, 300, 5_000]);
  });

  it('is the same one for the same size', () => {
    expect(organisationOf(1_000, NOW)).toEqual(organisationOf(1_000, NOW));
  });
});

describe('what a statement looked at', () => {
  const scan = (more: Partial<PlanNode>): PlanNode => ({ 'Node Type': 'Seq Scan', 'Actual Loops': 1, ...more });

  it('counts the rows of tables whether they were wanted or not, once a loop', () => {
    const plan: PlanNode = {
      ...{ 'Node Type': 'Nested Loop', 'Actual Rows': 6, 'Actual Loops': 1, 'Shared Hit Blocks': 900 },
      Plans: [
        scan({ 'Relation Name': 'staff', 'Actual Rows': 2, 'Rows Removed by Filter': 25, 'Shared Hit Blocks': 3 }),
        scan({
          'Node Type': 'Index Scan',
          'Relation Name': 'staff_roles',
          'Actual Rows': 3,
          'Actual Loops': 2,
          'Shared Read Blocks': 6,
        }),
        scan({ 'Node Type': 'Function Scan', 'Actual Rows': 1_000 }),
        scan({ 'Relation Name': 'complaints', 'Actual Rows': 500, 'Shared Hit Blocks': 50 }),
        scan({ 'Node Type': 'Bitmap Index Scan', 'Index Name': 'staff_roles_role', 'Actual Rows': 7 }),
      ],
    };
    expect(costOf({ 'Query Text': 'select', Plan: plan })).toEqual({ text: 'select', rows: 40, buffers: 9, looks: 3 });
  });

  it('leaves out what only some calls look up', () => {
    const always = { text: 'always', rows: 1, buffers: 2, looks: 1 };
    const seldom = { text: 'seldom', rows: 100, buffers: 100, looks: 1 };
    const usual = together(['begin', 'always', 'always'], [always, always]);
    const samples = [usual, together(['begin', 'always', 'always', 'seldom'], [always, always, seldom]), usual];
    expect(typicalStatements(samples)).toMatchObject({ roundTrips: 3, rows: 2, buffers: 4, looks: 2 });
  });
});

describe('the verdict', () => {
  const TRACE = { inputBytes: 14_000, workflowTasks: 7, historyEvents: 40, largestMarkerBytes: 400 };
  const trace: Trace = { ...TRACE, largestEventBytes: 700, noticesAtOnce: 3 };
  const READ: Statements = { roundTrips: 3, rows: 20, buffers: 30, looks: 5, each: [] };
  const each = <T>(of: T) => Object.fromEntries(OPERATIONS.map((one) => [one, of])) as Record<Operation, T>;
  const arm = (size: number, figures: { ms?: number; read?: Statements; trace?: Trace } = {}): ArmFigures => ({
    house: { id: `staff-${size}`, size },
    pool: 3,
    rounds: [each({ ms: figures.ms ?? 100, cpuMs: 50 }), each({ ms: figures.ms ?? 100, cpuMs: 50 })],
    counted: { statements: each(figures.read ?? READ), trace: figures.trace ?? trace },
  });
  const judged = (noise: ArmFigures, ...arms: readonly ArmFigures[]) =>
    failing({
      postgres: '18',
      saved: [],
      refused: [],
      late: 0,
      broken: [],
      books: [],
      arms: [arm(27), noise, ...arms],
    });

  it('holds where the largest organisation costs what the smallest does', () => {
    expect(judged(arm(27), arm(100_000))).toEqual([]);
  });

  it('does not hold for a row, a round trip or a byte that comes with the organisation', () => {
    const found = judged(
      arm(27),
      arm(1_000, { trace: { ...trace, inputBytes: 15_000 } }),
      arm(10_000, { read: { ...READ, roundTrips: 4 } }),
      arm(100_000, { read: { ...READ, rows: 22 } }),
    );
    expect(found.filter(({ what }) => what === 'intake: rows read of the organisation')).toMatchObject([
      { seen: '22' },
    ]);
    expect(found.filter(({ what }) => what === 'intake: round trips to Postgres')).toMatchObject([{ seen: '4' }]);
    expect(found.filter(({ what }) => what === "bytes of the run's input")).toMatchObject([{ seen: '15,000' }]);
    expect(found).toHaveLength(2 * OPERATIONS.length + 1);
  });

  it('judges time and what is read at the largest, since small tables are read whole', () => {
    expect(judged(arm(27), arm(1_000, { ms: 200, read: { ...READ, rows: 1_000 } }), arm(100_000))).toEqual([]);
  });

  it('allows an index of more rows more levels, and no more than that', () => {
    const buffers = (extra: number) => judged(arm(27), arm(100_000, { read: { ...READ, buffers: 30 + extra } }));
    expect(buffers(21)).toEqual([]);
    expect(buffers(22)).toHaveLength(OPERATIONS.length);
  });

  it('takes a time for another only where the smallest to itself is no further away', () => {
    expect(judged(arm(27), arm(100_000, { ms: 120 }))).toHaveLength(OPERATIONS.length);
    expect(judged(arm(27, { ms: 125 }), arm(100_000, { ms: 120 }))).toEqual([]);
  });

  it('does not hold where an organisation is refused, fails, or a rule book is too large', () => {
    const house = { id: 'staff-100000', size: 100_000 };
    const book = { key: 'hospital', size: 27, inputBytes: 24_001, largestEventBytes: 4_001, noticesAtOnce: 1 };
    const found = failing({
      ...{ postgres: '18', saved: [], late: 0, arms: [] },
      refused: [{ ...house, refused: 'too large' }],
      broken: [{ house, pool: 3, broken: 'answered 202' }],
      books: [book, { key: 'courier', size: 27, broken: 'answered 422' }],
    });
    expect(found.map(({ arm: one, seen }) => [one, seen])).toEqual([
      ['100,000 staff', 'too large'],
      ['100,000 staff, a pool of 3', 'answered 202'],
      ['hospital, 27 staff', '24,001'],
      ['hospital, 27 staff', '4,001'],
      ['courier, 27 staff', 'answered 422'],
    ]);
  });
});
