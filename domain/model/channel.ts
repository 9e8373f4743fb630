/** What an address leads to. Where staff, complainants and sources have theirs, `db/addresses.ts` says. */
export type AddressKind = 'mail' | 'phone' | 'webhook';

/** `long`: a subject and a body; `short`: one line. */
export type TextLength = 'long' | 'short';

export interface ChannelRule {
  readonly address: AddressKind;
  /** It reaches a person wherever they are: nothing goes to a complainant in their quiet hours, or to staff outside of theirs. */
  readonly quietHours: boolean;
  readonly text: TextLength;
  /** People read it: what one of them is told about one complaint at one instant is one message. Machines get each notice. */
  readonly gathers: boolean;
}

/** Every way a notice goes out. Types, SQL, contract and quiet hours derive from here. */
export const CHANNELS = {
  mail: { address: 'mail', quietHours: true, text: 'long', gathers: true },
  webhook: { address: 'webhook', quietHours: false, text: 'long', gathers: false },
} as const satisfies Readonly<Record<string, ChannelRule>>;

export type Channel = keyof typeof CHANNELS;

export const CHANNEL_NAMES = Object.keys(CHANNELS) as readonly Channel[];

export const GATHERING_CHANNELS = CHANNEL_NAMES.filter((name) => channelRule(name).gathers);

export function channelRule(channel: Channel): ChannelRule {
  return CHANNELS[channel];
}
