import { toTraditional } from './convert';

const HEAD: Readonly<Record<string, string>> = { language: 'zh-Hant', name: '繁體中文', format: 'zh-Hant' };
const MADE =
  '# Made from zh-CN.yaml by `npm run words`. What is wrong here goes on the list ../locales/traditional/corrections.yaml.\n';

/** The file of words in Traditional Chinese, from that in Simplified. */
export function traditionalWords(simplified: string): string {
  const converted = toTraditional(simplified);
  const headed = Object.entries(HEAD).reduce(
    (text, [key, value]) => text.replace(new RegExp(`^${key}: .*$`, 'm'), `${key}: ${value}`),
    converted,
  );
  return MADE + headed;
}
