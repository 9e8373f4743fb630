/** Gathers the conditions of a query and its numbered values. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly conditions: string[] = [];

  /** Adds a value and answers with its place: `$3`. */
  value(value: unknown): string {
    return `$${String(this.values.push(value))}`;
  }

  add(condition: string): void {
    this.conditions.push(condition);
  }

  /** Adds `left operator $n` unless the value is undefined. */
  compare(left: string, operator: string, value: unknown): void {
    if (value !== undefined) this.add(`${left} ${operator} ${this.value(value)}`);
  }

  /** The whole `where` clause with `more` added to it, or nothing. */
  where(...more: readonly string[]): string {
    const all = [...more, ...this.conditions];
    return all.length === 0 ? '' : `where ${all.join(' and ')}`;
  }
}
