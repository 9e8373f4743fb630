import type { Act, FormValues } from '../domain/model/act';
import type { Text } from '../domain/model/content';
import type { ContentStore } from './ports';

export interface StoreActContentInput {
  readonly reference: string;
  readonly act: Act;
  /** Names of the form fields of kind `text`. */
  readonly textFields: readonly string[];
}

interface Piece {
  readonly kind: string;
  readonly text: string;
}

/** Answers with the act as it may reach the core: every inline text of it stored and replaced by its reference. */
export function storeActContentActivity(contents: ContentStore) {
  return async function storeActContent({ reference, act, textFields }: StoreActContentInput): Promise<Act> {
    const stored = async (kind: string, text: Text): Promise<Text> =>
      typeof text === 'string' ? contents.put({ reference, by: act.by, kind, text }) : text;
    let result: Act = act;
    for (const { kind, text } of topLevelTexts(act)) result = { ...result, [kind]: await stored(kind, text) };
    if (!('form' in act) || act.form === undefined) return result;
    const form: Record<string, FormValues[string]> = { ...act.form };
    for (const field of textFields) {
      const value = form[field];
      if (typeof value === 'string') form[field] = await stored(field, value);
    }
    return { ...result, form } as Act;
  };
}

function topLevelTexts(act: Act): readonly Piece[] {
  const pieces: Piece[] = [];
  if ('reason' in act && typeof act.reason === 'string') pieces.push({ kind: 'reason', text: act.reason });
  if ('evidence' in act && typeof act.evidence === 'string') pieces.push({ kind: 'evidence', text: act.evidence });
  return pieces;
}
