import { randomUUID } from 'node:crypto';
import { createComplaintStarter } from '../services/start-complaint';
import { createLedger } from '../db/ledger';
import type { Act } from '../domain/model/act';
import { actUpdate } from '../workflows/messages/messages';
import { customsOf } from '../procedures/customs/compile-customs';
import { DEMO_SOURCE } from '../tools/demo-organisation';
import { ACTORS, contentRef, type Arm } from './arm';
import { REDRESS_QUEUE, type Stand } from './stand';

const { desk, handler, manager } = ACTORS;
const FACTS = { channel: 'web', locale: 'en', category: 'service-quality', severity: 'general' } as const;
const START_MS = 30_000;

/** The product: its own worker and API, nothing of it left out. `onLate`: a call was taken, and answered without waiting on. */
export async function redressArm({ client, library, api, keys, pool }: Stand, onLate: () => void): Promise<Arm> {
  const ruleBook = await library.currentRuleBook('property-developer');
  if (!ruleBook) throw new Error('property-developer is not published');
  const procedureHash = ruleBook.procedure.hash;
  const calendarHash = (await library.calendar(ruleBook.procedure.calendar)).hash;
  const starter = createComplaintStarter({
    client,
    taskQueue: REDRESS_QUEUE,
    ruleBooks: library,
    customs: customsOf,
    people: library,
    ledger: createLedger(pool),
  });

  const update = async (reference: string, act: Act) => {
    await client.workflow.getHandle(reference).executeUpdate(actUpdate, { args: [{ ...act, id: randomUUID() }] });
  };
  const post = async (path: string, who: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.get(who) ?? ''}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { readonly reference: string };
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    if (response.status === 202) onLate();
    return answer;
  };
  const act = (reference: string, by: string, body: unknown) => post(`/v1/complaints/${reference}/acts`, by, body);

  return {
    name: 'redress',
    async register(reference) {
      const receivedAt = new Date().toISOString();
      const more = { source: DEMO_SOURCE.id, receivedAt, requests: [], facts: {}, content: contentRef() };
      const registration = { reference, ...FACTS, ...more };
      await starter.receive(
        { registration, procedureHash, calendarHash, acceptedAt: new Date(), answer: null },
        { withinMs: START_MS },
      );
    },
    async live(reference) {
      for (const step of life()) await update(reference, step);
    },
    async file(name) {
      const complainant = { name: 'Demo Person', phone: '13800000000' };
      const text = { subject: { kind: 'flat', reference: 'Demo 1-101' }, narrative: 'The lift stands still. Demo.' };
      const body = { procedure: 'property-developer', ...FACTS, complainant, ...text };
      return (await post('/v1/complaints', DEMO_SOURCE.id, body, { 'idempotency-key': name })).reference;
    },
    async bringToApproval(reference) {
      const findings = { findings: 'The motor is worn out. Demo.', responsible: 'engineering' };
      await act(reference, desk, { act: 'complete', outcome: 'founded', form: findings });
      await act(reference, handler, { act: 'acceptHandover' });
      const form = { answer: 'It will be replaced. Demo.', solution: [{ remedy: 'repair' }] };
      await act(reference, handler, { act: 'complete', form: { ...form, 'speaks-for-company': false } });
    },
    async approve(reference) {
      await act(reference, manager, { act: 'approve' });
    },
  };
}

function life(): readonly Act[] {
  const answer = { answer: contentRef(), solution: [{ remedy: 'repair' }], 'speaks-for-company': true };
  return [
    {
      ...{ act: 'complete', by: desk, outcome: 'founded' },
      form: { findings: contentRef(), responsible: 'engineering' },
    },
    { act: 'acceptHandover', by: handler },
    { act: 'complete', by: handler, form: answer },
    { act: 'choose', by: 'complainant', outcome: 'agreed' },
    { act: 'complete', by: handler, form: { done: contentRef() } },
    { act: 'complete', by: desk, form: { satisfaction: 'satisfied', doubt: false } },
  ];
}
