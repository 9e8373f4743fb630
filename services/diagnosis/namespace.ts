import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages/search-attributes';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import { about, spanOf, type Check, type Installation } from './finding';

const { IndexedValueType } = temporal.api.enums.v1;
const LEAST_RETENTION_MS = 86_400_000;

/** The namespace is as runs need it. */
export const namespaceCheck: Check = {
  name: 'namespace',
  needsEngine: true,
  async look(installation) {
    return [...(await lackingAttributes(installation)), ...(await shortRetention(installation))];
  },
};

async function lackingAttributes({ client, namespace }: Installation): Promise<readonly FindingFacts[]> {
  const { connection } = client;
  if (!(connection instanceof Connection)) throw new Error('search attributes cannot be asked for here');
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const lacking = SEARCH_ATTRIBUTES.filter(
    ({ name, type }) => customAttributes[name] !== IndexedValueType[`INDEXED_VALUE_TYPE_${type}`],
  );
  return about(
    'search-attribute-missing',
    'attribute',
    lacking.map(({ name }) => name),
  );
}

async function shortRetention({ client, namespace }: Installation): Promise<readonly FindingFacts[]> {
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const retention = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1_000;
  if (retention >= LEAST_RETENTION_MS) return [];
  return [{ code: 'retention-short', about: [], span: spanOf(retention) }];
}
