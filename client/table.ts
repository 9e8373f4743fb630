import { cutToWidth, displayWidth, padToWidth } from './display-width';

const GAP = '  ';
const NARROWEST = 6;

export interface TableInput {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Cells a line may take; undefined where there is no terminal and nothing must be cut. */
  readonly width: number | undefined;
}

/** A table as lines; the widest columns give way first when it does not fit. */
export function formatTable({ head, rows, width }: TableInput): string {
  const lines = [head, ...rows].map((row) => row.map(onOneLine));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => displayWidth(row[column] ?? ''))));
  if (width !== undefined) narrow(widths, width - GAP.length * (widths.length - 1));
  const shown = lines.map((row) => {
    const cells = widths.map((size, column) => padToWidth(cutToWidth(row[column] ?? '', size), size));
    return cells.join(GAP).trimEnd();
  });
  return `${shown.join('\n')}\n`;
}

function narrow(widths: number[], room: number): void {
  for (;;) {
    const total = widths.reduce((sum, size) => sum + size, 0);
    const widest = Math.max(...widths);
    if (total <= room || widest <= NARROWEST) return;
    widths[widths.indexOf(widest)] = widest - 1;
  }
}

/** Texts come from people: control characters would move the cursor or colour the terminal. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
