import { queryTerms, searchTerms } from '../../db/search';

test('Latin words are found in lower case, full-width letters as plain ones', () => {
  expect(searchTerms("Water-leak, ＡＢＣ12; it's")).toEqual(['water', 'leak', 'abc12', 'it', 's']);
});

test('a CJK run is found by its characters and its pairs, also next to Latin letters', () => {
  expect(searchTerms('iPhone屏幕坏')).toEqual(['iphone', '屏', '幕', '坏', '屏幕', '幕坏']);
});

test('characters outside the basic plane are one character each', () => {
  expect(searchTerms('𠮷野')).toEqual(['𠮷', '野', '𠮷野']);
});

test('a query asks for pairs, or for a lone character', () => {
  expect(queryTerms('屏幕坏 x')).toEqual(['屏幕', '幕坏', 'x']);
  expect(queryTerms('坏')).toEqual(['坏']);
});

test('every part of a text is found by the terms of its query', () => {
  const text = '2026年3月2日 洗衣机 Model-X9 不工作';
  for (const part of ['洗衣机', '衣机', '机', 'x9', '3月', '2026年', '不工作 model']) {
    expect(searchTerms(text)).toEqual(expect.arrayContaining([...queryTerms(part)]));
  }
});
