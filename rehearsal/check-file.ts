import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { checkProcedure } from '../procedures/checker/check-procedure';
import { loadRuleBookFile } from '../procedures/reading/load';
import { formatErrors } from '../procedures/reading/rule-book';
import { formatCheck } from './check-report';

export interface FileToCheck {
  /** As it was named. */
  readonly file: string;
  readonly path: string;
}

/** What a check has to say of a file, ready to print. */
export interface CheckedFile {
  readonly file: string;
  readonly faults: number;
  readonly findings: string;
  /** Absent where the file is no rule book at all. */
  readonly summary?: string;
  /** The system's code, where the file cannot be read. */
  readonly unreadable?: string;
}

/** Reads a rule book and lives it through. Never throws for what is wrong with the file. */
export async function checkFile({ file, path }: FileToCheck): Promise<CheckedFile> {
  try {
    const loaded = await loadRuleBookFile(path);
    if (!loaded.ok) {
      const errors = loaded.errors.map((error) => ({ ...error, file }));
      return { file, faults: errors.length, findings: formatErrors(errors) };
    }
    const { procedure } = loaded.ruleBook;
    const began = performance.now();
    const result = checkProcedure(loaded.ruleBook, compileCalendar(procedure.calendar));
    const faults = result.findings.filter(({ severity }) => severity === 'error').length;
    return { file, faults, ...formatCheck(file, procedure.key, result, performance.now() - began) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { file, faults: 1, findings: '', unreadable: code };
  }
}
