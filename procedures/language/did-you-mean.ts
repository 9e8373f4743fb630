/** The known word that was probably meant, if one is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const most = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return known
    .map((candidate) => ({ candidate, far: distance(word, candidate) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)[0]?.candidate;
}

/** `unknown stage "consnt": did you mean "consent"?`, or the known ones in full. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `unknown ${what} "${word}": did you mean "${meant}"?`;
  return `unknown ${what} "${word}": ${known.length === 0 ? 'there is none' : `known are ${known.join(', ')}`}`;
}

/** As unknownWord of a key; one that ran together with its value is told how the two are parted. */
export function unknownKey(word: string, known: readonly string[]): string {
  if (/[：，]/.test(word)) return `write ": " after a key and ", " between keys, both in half width: "${word}"`;
  if (word.includes(':')) return `write a space after the colon: "${word}"`;
  return unknownWord('key', word, known);
}

/** Letters added, left out, replaced or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swapped, replaced, at(i, j - 1) + 1, at(i - 1, j) + 1));
    }
  }
  return at(a.length, b.length);
}
