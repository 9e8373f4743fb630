import type { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../workflows/messages/search-attributes';

const { IndexedValueType } = temporal.api.enums.v1;

const TYPES = {
  [SearchAttributeType.TEXT]: ['Text', IndexedValueType.INDEXED_VALUE_TYPE_TEXT],
  [SearchAttributeType.KEYWORD]: ['Keyword', IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD],
  [SearchAttributeType.INT]: ['Int', IndexedValueType.INDEXED_VALUE_TYPE_INT],
  [SearchAttributeType.DOUBLE]: ['Double', IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE],
  [SearchAttributeType.BOOL]: ['Bool', IndexedValueType.INDEXED_VALUE_TYPE_BOOL],
  [SearchAttributeType.DATETIME]: ['Datetime', IndexedValueType.INDEXED_VALUE_TYPE_DATETIME],
  [SearchAttributeType.KEYWORD_LIST]: ['KeywordList', IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST],
} as const;

/** `Name=Type`, as Temporal's command line wants them. */
export const SEARCH_ATTRIBUTE_FLAGS: readonly string[] = SEARCH_ATTRIBUTES.map(
  ({ name, type }) => `${name}=${TYPES[type][0]}`,
);

/** Registers those of our search attributes that the namespace lacks. */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const lacking = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in customAttributes));
  if (lacking.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(lacking.map(({ name, type }) => [name, TYPES[type][1]])),
  });
}
