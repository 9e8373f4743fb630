import type { ContentRef } from '../domain/model/content';
import type { ContentStore, TextToStore } from './ports';

/** Stores a text that came straight to the run, and answers with its reference. */
export function storeTextActivity(contents: ContentStore) {
  return async function storeText(text: TextToStore): Promise<ContentRef> {
    return contents.put(text);
  };
}
