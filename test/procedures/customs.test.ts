import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { compileCustoms, customsOf, languageRead, withCustoms } from '../../procedures/customs/compile-customs';
import { customsLocales, readCustoms, shippedCustoms } from '../../procedures/customs/definition';
import { ramadans } from '../../procedures/customs/islamic-months';
import { developer } from '../support/story';

const cn = compileCalendar('cn');
const minutes = (hour: number): number => hour * 60;

it('Ramadan is where the Umm al-Qura calendar has it, and may come twice in a year', () => {
  expect(ramadans(2024, 2027)).toEqual([
    { from: '2024-03-11', to: '2024-04-09' },
    { from: '2025-03-01', to: '2025-03-29' },
    { from: '2026-02-18', to: '2026-03-19' },
    { from: '2027-02-08', to: '2027-03-08' },
  ]);
  expect(ramadans(2030, 2030)).toHaveLength(2);
});

it('the customs for Arabic are carried as dates and minutes, for the years that the calendar carries', () => {
  const customs = customsOf('ar', cn);
  expect(customs).toMatchObject({
    id: 'ar',
    quiet: [
      { from: 0, to: minutes(8) },
      { from: minutes(22), to: minutes(24) },
    ],
    neverOffer: ['gift-of-alcohol'],
    apologiser: 'general-manager',
  });
  const { from, to } = cn.covers;
  expect(customs?.blackouts[0]?.from.slice(0, 4)).toBe(from.slice(0, 4));
  expect(customs?.blackouts.at(-1)?.from.slice(0, 4)).toBe(String(Number(to.slice(0, 4)) + 10));
  expect(customs?.blackouts.every(({ hours }) => hours.length === 1 && hours[0]?.from === minutes(5))).toBe(true);
  expect(JSON.parse(JSON.stringify(customs))).toEqual(customs);
});

it.each(customsLocales())(
  'the customs shipped for %s compile, always to the same, and say where they are from',
  (locale) => {
    const definition = shippedCustoms(locale);
    const years = { from: 2024, to: 2036 };
    expect(compileCustoms(definition, years)).toEqual(compileCustoms(shippedCustoms(locale), years));
    expect(definition.quiet?.assumed === true || definition.quiet?.source !== undefined).toBe(true);
  },
);

it.each([
  ['ar', 'ar'],
  ['ar-AE', 'ar'],
  ['AR-ae', 'ar'],
  ['ar-Latn-AE', 'ar'],
  ['zh-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['en-GB', 'en'],
  ['arq', undefined],
  ['fr', undefined],
])('a complaint in %s has the customs of %s', (locale, id) => {
  expect(customsOf(locale, cn)?.id).toBe(id);
  expect(withCustoms(developer, locale).customs?.id).toBe(id);
});

it.each([
  ['ar-AE', 'en'],
  ['en-GB', 'en'],
  ['zh-SG', 'zh-CN'],
  ['fr', 'en'],
])('to somebody of %s we write in %s', (locale, language) => {
  expect(languageRead(locale)).toBe(language);
});

it('each file of customs is for the locale that it is named after', () => {
  for (const locale of customsLocales()) expect(shippedCustoms(locale).locale).toBe(locale);
});

const LEAST = 'locale: xx\ntitle: { zh-CN: 甲, en: A }\n';

it.each([
  ['hours that are none', 'quiet: { hours: [25:00-08:00], assumed: true }', 'hours are written'],
  ['a day without an hour left', 'quiet: { hours: [08:30-08:00], assumed: true }', 'leave an hour'],
  ['quiet hours from nowhere', 'quiet: { hours: [22:00-08:00] }', 'says where it is from'],
  ['both a source and an assumption', 'apologiser: { role: a, source: b, assumed: true }', 'says where it is from'],
  [
    'days that end before they begin',
    'blackouts: { a: { title: { zh-CN: 甲, en: A }, days: [{ from: 2026-02-02, to: 2026-02-01 }], hours: [05:00-19:00], assumed: true } }',
    'ends before it begins',
  ],
  ['a key that nobody knows', 'loud: true', 'loud'],
])('customs with %s are refused', (_, line, message) => {
  expect(() => readCustoms(LEAST + line)).toThrow(message);
});

it('days may be named one by one, and those of other years are left out', () => {
  const days = '[{ from: 2026-05-01, to: 2026-05-02 }, { from: 2040-05-01, to: 2040-05-01 }]';
  const text = `${LEAST}blackouts: { a: { title: { zh-CN: 甲, en: A }, days: ${days}, hours: [00:00-24:00], assumed: true } }`;
  expect(compileCustoms(readCustoms(text), { from: 2024, to: 2036 })).toEqual({
    id: 'xx',
    quiet: [],
    blackouts: [{ from: '2026-05-01', to: '2026-05-02', hours: [{ from: 0, to: 1440 }] }],
    neverOffer: [],
  });
});
