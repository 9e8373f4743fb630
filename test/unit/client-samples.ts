import type { Terminal } from '../../client/terminal';

export interface RecordedTerminal extends Terminal {
  readonly written: { out: string; error: string };
}

/** A terminal whose output is kept; wide enough for everything unless a width is given. */
export function recordedTerminal(given: Partial<Terminal> = {}): RecordedTerminal {
  const written = { out: '', error: '' };
  return {
    environment: {},
    folder: __dirname,
    stdin: (async function* () {})(),
    width: undefined,
    zone: 'Asia/Shanghai',
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
    written,
    ...given,
  };
}
