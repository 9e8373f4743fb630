import { ACT_NAMES, actRow } from '../../domain/model/act';
import { problemOf, problemDocument } from '../../api/http/error-map';
import { traceOf } from '../../services/trace';
import { Problem, PROBLEMS } from '../../contract/problems';
import { RateLimiter } from '../../api/http/rate-limit';
import { parse } from '../../api/http/reading';
import { complainantActSchema, staffActSchema } from '../../contract/act';
import { intakeSchema } from '../../contract/intake';
import { contentHash } from '../../procedures/language/content-hash';
import { referenceFor } from '../../services/intake';
import { KeyedHash } from '../../services/keyed-hash';
import { Turnstile } from '../../services/turnstile';
import { REFUSAL_TYPES } from '../../domain/model/refusal';
import { COMPLAINT } from './stack';

function problemWith(body: unknown): Problem {
  try {
    parse(intakeSchema, body);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('it was accepted');
}

describe('acts', () => {
  it('have the fields that the core reads, and no others', () => {
    const shapes = Object.fromEntries(
      staffActSchema.options.map(({ shape }) => {
        const { act, task: _task, ...fields } = shape;
        return [act.value, Object.keys(fields).sort()];
      }),
    );
    expect(shapes).toEqual(
      Object.fromEntries(ACT_NAMES.map((name) => [name, Object.keys(actRow(name).fields).sort()])),
    );
  });

  it('ask for what the core asks for', () => {
    for (const { shape } of staffActSchema.options) {
      const { act, task: _task, ...fields } = shape;
      const required = Object.entries(fields).filter(([, field]) => !(field as { isOptional(): boolean }).isOptional());
      const core = Object.entries(actRow(act.value).fields).filter(([, field]) => field.required);
      expect([act.value, required.map(([key]) => key).sort()]).toEqual([act.value, core.map(([key]) => key).sort()]);
    }
  });
});

describe('acts of the complainant', () => {
  const schemas = complainantActSchema.options;

  it('are these and no others', () => {
    expect(schemas.map(({ shape }) => shape.act.value).sort()).toEqual(
      ['addEvidence', 'answerSurvey', 'choose', 'note', 'recuse', 'reopen', 'report', 'resume', 'withdraw'].sort(),
    );
  });

  it('never name a member of staff: an objection is to whoever holds the task that was looked at', () => {
    const fields = schemas.flatMap(({ shape }) => Object.keys(shape));
    expect(fields).toContain('holder');
    expect(fields).not.toContain('person');
    expect(fields).not.toContain('to');
  });
});

describe('what comes in', () => {
  it('is accepted as the contract says', () => {
    expect(parse(intakeSchema, { ...COMPLAINT, receivedAt: '2026-03-02T09:00:00+08:00' })).toMatchObject({
      receivedAt: '2026-03-02T01:00:00.000Z',
      requests: [],
      facts: {},
    });
  });

  it.each([
    ['an unknown field', { ...COMPLAINT, urgency: 1 }, 'invalid-field', 'urgency'],
    [
      'an unknown nested field',
      { ...COMPLAINT, complainant: { name: 'x', nick: 'y' } },
      'invalid-field',
      'complainant.nick',
    ],
    ['a missing field', { ...COMPLAINT, channel: undefined }, 'missing-field', 'channel'],
    ['a day that is none', { ...COMPLAINT, receivedAt: '2026-02-30T00:00:00Z' }, 'invalid-field', 'receivedAt'],
    ['an instant without offset', { ...COMPLAINT, receivedAt: '2026-02-20T00:00:00' }, 'invalid-field', 'receivedAt'],
    ['an empty narrative', { ...COMPLAINT, narrative: '  ' }, 'invalid-field', 'narrative'],
    ['a long narrative', { ...COMPLAINT, narrative: 'x'.repeat(20_001) }, 'invalid-field', 'narrative'],
    ['NUL', { ...COMPLAINT, narrative: 'a\u0000b' }, 'invalid-field', 'narrative'],
    ['half a character', { ...COMPLAINT, complainant: { name: 'a\ud800' } }, 'invalid-field', 'complainant.name'],
    ['a list', [], 'invalid-field', 'body'],
    [
      'a form field of another form',
      { ...COMPLAINT, facts: { 'Not A Field': 1 } },
      'invalid-field',
      'facts.Not A Field',
    ],
  ])('%s is refused and named', (_what, body, type, field) => {
    const problem = problemWith(body);
    expect(problem).toMatchObject({ type, errors: [{ field }] });
    expect(PROBLEMS[problem.type].status).toBe(422);
  });

  it('refusals never repeat what was sent', () => {
    const problem = problemWith({
      ...COMPLAINT,
      complainant: { name: 'x', email: 'secret at home' },
      locale: 'SECRET',
    });
    expect(JSON.stringify(problemDocument(problem)).toLowerCase()).not.toContain('secret');
  });

  it('deep nesting is refused before anything walks it', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(problemWith({ ...COMPLAINT, facts: deep }).type).toBe('invalid-field');
  });
});

describe('the error map', () => {
  it('knows every refusal of the core', () => {
    expect(REFUSAL_TYPES.filter((type) => !(type in PROBLEMS))).toEqual([]);
  });

  it('says nothing about an error nobody foresaw, in the log neither', () => {
    const error = Object.assign(new Error('duplicate key (phone)=(123)'), { code: '23505', detail: '(phone)=(123)' });
    expect(problemOf(error)).toBeUndefined();
    expect(JSON.stringify(traceOf(error))).not.toContain('123)');
  });

  it.each(['ECONNREFUSED', '57P01', '08006', '53300'])(
    'a database that is away (%s) is 503 and asks to come back',
    (code) => {
      expect(problemOf(Object.assign(new Error('x'), { code }))).toMatchObject({
        type: 'unavailable',
        retryAfterSeconds: 5,
      });
    },
  );
});

describe('hashes that stand for words', () => {
  const ours = new KeyedHash('a secret for tests, long enough for them');
  const theirs = new KeyedHash('the secret of another installation of us');
  const filing = (source: string, key: string) => ({ source, key });

  it('references come from source and key, and from nothing else', () => {
    expect(referenceFor(ours, filing('web', 'k'))).toBe(referenceFor(ours, filing('web', 'k')));
    expect(referenceFor(ours, filing('web', 'k'))).toMatch(/^C-[0-9A-HJKMNP-TV-Z]{12}$/);
    const all = [filing('web', 'k'), filing('web', 'l'), filing('portal', 'k')].map((sent) => referenceFor(ours, sent));
    expect(new Set([...all, referenceFor(ours, filing('web', 'k'), 1)]).size).toBe(4);
  });

  it('bodies are the same however their fields are ordered, and differ by any value', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(contentHash({ b: { d: [1, 2], c: 2 }, a: 1 }));
    expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
  });

  it('nobody has them who has not the secret, and the words for one purpose say nothing of another', () => {
    expect(referenceFor(ours, filing('web', 'k'))).not.toBe(referenceFor(theirs, filing('web', 'k')));
    expect(ours.of('interest', 'order:1')).not.toBe(theirs.of('interest', 'order:1'));
    expect(ours.of('interest', 'order:1')).not.toBe(ours.of('idempotency-key', 'order:1'));
    expect(ours.of('act', 'a', 'b')).not.toBe(ours.of('act', 'a,b'));
    expect(ours.of('interest', 'order:1')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('rate limits', () => {
  it('let a burst pass, then ask to wait as long as it takes, each caller for themselves', () => {
    let now = 0;
    const limiter = new RateLimiter({ perSecond: 0.5, burst: 2 }, () => now);
    limiter.take('a');
    limiter.take('a');
    expect(() => limiter.take('a')).toThrow(
      expect.objectContaining({ type: 'too-many-requests', retryAfterSeconds: 2 }),
    );
    limiter.take('b');
    now = 2_000;
    limiter.take('a');
    expect(() => limiter.take('a')).toThrow();
  });
});

describe('turns', () => {
  it('so many at a time, the others in order, and not for ever', async () => {
    const turnstile = new Turnstile(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const enter = (who: number, withinMs = 60_000) =>
      turnstile.pass('one', withinMs, () => {
        begun.push(who);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const passed = [enter(1), enter(2), enter(3), enter(4)];
    await expect(enter(5, 1)).rejects.toMatchObject({ type: 'too-many-requests' });
    await turnstile.pass('other', 1, () => Promise.resolve());
    expect(begun).toEqual([1, 2]);
    for (let n = 0; n < 4; n += 1) {
      ends[n]?.();
      await passed[n];
    }
    expect(begun).toEqual([1, 2, 3, 4]);
  });
});
