import { createHmac } from 'node:crypto';

export interface TrackingLinks {
  readonly secret: string;
  /** Where people reach the service from outside, without a slash at the end. */
  readonly publicUrl: string;
}

/** The complainant's token: derived from the reference, so that nothing but its hash is ever stored. */
export function trackingToken(secret: string, reference: string): string {
  return createHmac('sha256', secret).update(reference).digest('base64url');
}

/** The complainant's link. The token is in the fragment, which browsers keep out of requests, logs and referrers. */
export function trackingUrl({ secret, publicUrl }: TrackingLinks, reference: string): string {
  return `${publicUrl}/track#${trackingToken(secret, reference)}`;
}

/** The link as it is shown to others: it leads to the page, and opens nothing. */
export function maskedTrackingUrl({ publicUrl }: TrackingLinks): string {
  return `${publicUrl}/track#…`;
}
