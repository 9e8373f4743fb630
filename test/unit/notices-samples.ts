import type { OutgoingMessage } from '../../activities/ports';
import type { NoticeSubject } from '../../domain/record/notice';
import type { ComplaintState } from '../../domain/model/state';

const AT = '2026-03-02T01:00:00.000Z';

const STATE: ComplaintState = {
  reference: 'C-2026-000001',
  calendar: { id: 'cn', hash: 'hash' },
  procedure: { key: 'property-developer', hash: 'hash' },
  registration: {
    reference: 'C-2026-000001',
    source: 'demo',
    channel: 'telephone',
    locale: 'zh-CN',
    receivedAt: AT,
    requests: [],
    facts: {},
    content: { content: 'c1', hash: 'h1' },
  },
  registeredAt: AT,
  status: 'open',
  lastNumber: 3,
  lastAt: AT,
  category: null,
  severity: null,
  round: 1,
  stage: null,
  facts: {},
  clocks: {},
  pauses: [],
  pausedUntil: null,
  recused: [],
  proposedBy: [],
  routesTaken: {},
  explanations: [],
  surveys: [],
  closings: [],
};

export const WORDS = {
  subject: '投诉 C-2026-000001 已受理',
  body: '我们已收到您的投诉。\n\nYour complaint has been received.',
};

/** What a notice is about; numbered so that ids differ. */
export function noticeSubject(number: number, changes: Partial<NoticeSubject> = {}): NoticeSubject {
  const reference = STATE.reference;
  return {
    notice: {
      id: `${reference}:${number}:acknowledgement:complainant`,
      template: 'acknowledgement',
      to: 'complainant',
      event: number,
      at: AT,
    },
    reference,
    locale: 'zh-CN',
    recipientName: '演示客户一',
    event: {
      number,
      at: AT,
      stage: 'investigate',
      round: 1,
      actor: 'system',
      via: 'api',
      type: 'noted',
      reason: STATE.registration.content,
    },
    state: STATE,
    texts: {},
    ...changes,
  };
}

/** A message that falls due and says one notice. */
export function messageToSend(number: number, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const subject = noticeSubject(number);
  const { recipientName, locale } = subject;
  return {
    ...{ id: subject.notice.id, told: [subject], recipientName, locale },
    channel: 'mail',
    address: 'customer-one@example.com',
    attempts: 0,
    ...changes,
  };
}
