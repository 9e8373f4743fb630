import type { FieldKind, Form, RemedyChoice } from '../contract/vocabulary';
import { UsageError } from './failures';

type Value = string | number | boolean | RemedyChoice[];

const YES = ['yes', 'true', 'y', '是'];
const NO = ['no', 'false', 'n', '否'];

/**
 * The form that `key=value` pairs fill in, read by the kinds of its fields. Remedies are written
 * `repair,compensation:500000:CNY`, amounts in the smallest unit. A field the form does not have stays text: the API
 * says what is wrong with it.
 */
export function readForm(pairs: readonly string[], form: Form | undefined): Record<string, Value> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--form takes key=value, not "${pair}".`);
      const field = pair.slice(0, at);
      return [field, readValue(field, form?.[field]?.kind ?? 'text', pair.slice(at + 1))];
    }),
  );
}

function readValue(field: string, kind: FieldKind, written: string): Value {
  switch (kind) {
    case 'yes-no':
      return readYesNo(field, written);
    case 'number': {
      const number = written.trim() === '' ? NaN : Number(written);
      if (Number.isNaN(number)) throw new UsageError(`"${field}" takes a number, not "${written}".`);
      return number;
    }
    case 'remedies':
      return written.split(',').map((choice) => readRemedy(field, choice.trim()));
    default:
      return written;
  }
}

function readYesNo(field: string, written: string): boolean {
  const word = written.trim().toLowerCase();
  if (YES.includes(word)) return true;
  if (NO.includes(word)) return false;
  throw new UsageError(`"${field}" takes yes or no, not "${written}".`);
}

function readRemedy(field: string, written: string): RemedyChoice {
  const [, remedy, amount, currency] = /^([^:]+)(?::(\d+)(?::([A-Z]{3}))?)?$/.exec(written) ?? [];
  if (remedy === undefined) {
    throw new UsageError(`"${field}" takes remedies such as repair,compensation:500000:CNY, not "${written}".`);
  }
  return {
    remedy,
    ...(amount === undefined ? {} : { amount: Number(amount) }),
    ...(currency === undefined ? {} : { currency }),
  };
}
