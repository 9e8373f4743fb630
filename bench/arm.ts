/** One of the two things that are compared. Both do the same to the same procedure. */
export interface Arm {
  readonly name: 'redress' | 'minimal';
  /** Registers a complaint and waits for its receipt; straight to Temporal. */
  register(reference: string): Promise<void>;
  /** From the investigation to the close: six acts, straight to Temporal. */
  live(reference: string): Promise<void>;
  /** Files a complaint the way that is measured: over HTTP, or a bare start. Answers with the reference. */
  file(name: string): Promise<string>;
  /** Brings a filed complaint to where management decides. */
  bringToApproval(reference: string): Promise<void>;
  /** Approves the way that is measured: over HTTP, or a bare Update. */
  approve(reference: string): Promise<void>;
}

/** Members of the demo organisation who act in the measured life. */
export const ACTORS = {
  desk: 'demo-customer-service-1',
  handler: 'demo-engineering-handler-1',
  manager: 'demo-deputy-general-manager',
} as const;

export const LIFE_ACTS = 6;

/** A stored text, as acts refer to it. */
export function contentRef(): { readonly content: string; readonly hash: string } {
  return { content: crypto.randomUUID(), hash: '0123456789abcdef'.repeat(4) };
}
