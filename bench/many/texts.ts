import { createHash } from 'node:crypto';
import { searchTerms } from '../../db/search';
import { drawer } from './lives';

const CJK =
  '墙面渗水漏电梯停运房屋质量服务态度差退款延迟物流破损空调噪音门锁坏收费不合理客服电话无人接听发票错误押金未退合同违约施工扰民停车位被占保洁不及时';
const LATIN = 40_000;

/** Words that occur once, in every complaint, in some, and in none; `together` never does. */
export const SAMPLE_WORDS = {
  everywhere: 'complaint',
  common: ['w0', 'w1', 'w2', 'w3'],
  seldom: 'w20000',
  absent: 'nowhere',
  halves: ['even', 'odd'],
  cjk: ['渗水', '水', '电梯停运'],
} as const;

/** The reference of complaint `n`, as unordered as real ones; the fill makes the same one in SQL. */
export function sampleReference(n: number): string {
  return `C-${createHash('md5').update(String(n)).digest('hex').slice(0, 12).toUpperCase()}`;
}

export interface SampleTerms {
  readonly reference: string;
  readonly terms: readonly string[];
}

/** What complaints `from` up to `to` are found by: words as frequent as words are, some of which no complaint has together. */
export function sampleTerms(from: number, to: number): readonly SampleTerms[] {
  return Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    const draw = drawer(n * 7_919 + 17);
    const reference = sampleReference(n);
    const words = Array.from({ length: 35 }, () => `w${draw(LATIN, 4)}`).join(' ');
    const start = draw(CJK.length - 12);
    const half = SAMPLE_WORDS.halves[n % 2] ?? '';
    const text = `${SAMPLE_WORDS.everywhere} ${half} ${words} ${CJK.slice(start, start + 12)} name${draw(200_000)} 张伟${draw(90_000)}`;
    return { reference, terms: searchTerms(`${reference}\n${text}`) };
  });
}
