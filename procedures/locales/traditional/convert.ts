import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { parse } from 'yaml';

type Convert = (text: string) => string;

/** What is used of OpenCC: its own types do not resolve from a CommonJS project. */
interface OpenCC {
  readonly Converter: (options: { readonly from: string; readonly to: string }) => Convert;
  readonly CustomConverter: (pairs: readonly (readonly [string, string])[]) => Convert;
}

/** Its dictionary takes forty megabytes and a fifth of a second: loaded when first asked for, let go when memory is. */
let kept: WeakRef<Convert> | undefined;

/**
 * Simplified Chinese in Traditional characters, by OpenCC and our corrections. The same text always gives the same. Never
 * called in a workflow.
 */
export function toTraditional(text: string): string {
  const convert = kept?.deref() ?? createConverter();
  kept = new WeakRef(convert);
  return convert(text);
}

function createConverter(): Convert {
  const { Converter, CustomConverter } = createRequire(__filename)('opencc-js/cn2t') as OpenCC;
  const convert = Converter({ from: 'cn', to: 'tw' });
  const correct = CustomConverter(Object.entries(corrections()));
  return (text) => correct(convert(text));
}

/** As converted, and as it is to be. */
export function corrections(): Readonly<Record<string, string>> {
  const file = join(__dirname, 'corrections.yaml');
  return z.record(z.string().min(1), z.string().min(1)).parse(parse(readFileSync(file, 'utf8')));
}
