import fc from 'fast-check';
import { formatSpan, parseSpan, type SpanUnit } from '../../domain/calendar/span';

test.each([
  ['3wd', { count: 3, unit: 'wd' }],
  ['-1wd', { count: -1, unit: 'wd' }],
  ['+2wd', { count: 2, unit: 'wd' }],
  ['+0', { count: 0, unit: 'h' }],
  ['0', { count: 0, unit: 'h' }],
  ['-0wd', { count: 0, unit: 'wd' }],
  ['2h', { count: 2, unit: 'h' }],
  ['48h', { count: 48, unit: 'h' }],
  ['1.5wh', { count: 1.5, unit: 'wh' }],
  ['7d', { count: 7, unit: 'd' }],
  ['30m', { count: 30, unit: 'm' }],
])('%s is read', (text, span) => {
  expect(parseSpan(text)).toEqual(span);
});

test.each([
  '',
  '3',
  '3 wd',
  'wd',
  '1.5wd',
  '1.5d',
  '3WD',
  '3w',
  '--1wd',
  '1e3h',
  '50%',
  '3wd ',
  '.5h',
  '1.h',
  '1234567h',
])('"%s" is no span', (text) => {
  expect(parseSpan(text)).toBeUndefined();
});

test('what is written is read as the same span', () => {
  const unit = fc.constantFrom<SpanUnit>('wd', 'wh', 'h', 'd', 'm');
  const whole = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), unit);
  const broken = fc.tuple(
    fc.integer({ min: -999_999, max: 999_999 }).map((thousandths) => thousandths / 1000),
    fc.constantFrom<SpanUnit>('wh', 'h'),
  );
  fc.assert(
    fc.property(fc.oneof(whole, broken), ([count, of]) => {
      const span = { count: count || 0, unit: of };
      expect(parseSpan(formatSpan(span))).toEqual(span);
    }),
  );
});

test('a span worked out is written to three decimals', () => {
  expect(formatSpan({ count: 1 / 3, unit: 'wh' })).toBe('0.333wh');
  expect(formatSpan({ count: -0.0001, unit: 'h' })).toBe('0');
});
