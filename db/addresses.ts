import { CHANNEL_NAMES, channelRule, type AddressKind, type Channel } from '../domain/model/channel';

/** Joins notices of that alias with whom they go to: staff `s`, or complainant `k`. */
export function recipientsOf(notice: string): string {
  return `
  left join staff s on s.id = ${notice}.recipient
  left join complainants k on ${notice}.recipient = 'complainant' and k.reference = ${notice}.reference`;
}

/** Joins notices to complainants with the source `o` that their complaint came from. */
export function sourcesOf(notice: string): string {
  return `
  left join intake i on ${notice}.recipient = 'complainant' and i.reference = ${notice}.reference
  left join intake_sources o on o.id = i.source`;
}

/** Where each kind of address lies: of staff while they are here, of the complainant, of the source. */
const ADDRESSES: Readonly<Record<AddressKind, string>> = {
  mail: 'coalesce(case when s.active then s.mail end, k.email)',
  phone: 'k.phone',
  webhook: 'coalesce(case when s.active then s.webhook end, o.webhook_url)',
};

/** Rows of channel and address for `values`; the address is null where the channel does not reach the recipient. */
export const WAYS = CHANNEL_NAMES.map((channel) => `('${channel}', ${addressOf(channel)})`).join(', ');

/** The address for the channel that the expression names. */
export function addressFor(channel: string): string {
  const cases = CHANNEL_NAMES.map((name) => `when '${name}' then ${addressOf(name)}`);
  return `case ${channel} ${cases.join(' ')} end`;
}

function addressOf(channel: Channel): string {
  return ADDRESSES[channelRule(channel).address];
}
