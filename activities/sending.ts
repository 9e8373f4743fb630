const SEND_TIMEOUT_MS = 20_000;

/** What went wrong, without the address: error texts of mail servers repeat it. */
export function describeFailure(error: unknown, address: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(address, '(address)').slice(0, 500) || 'unknown error';
}

/** Throws when it takes longer than any server may. */
export async function withinTime(sending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not sent within ${SEND_TIMEOUT_MS / 1000} s`)), SEND_TIMEOUT_MS);
  });
  try {
    await Promise.race([sending, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
