import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleBookJsonSchema } from '../procedures/language/json-schema';
import { PROJECT_ROOT } from './project-root';

/** Writes the JSON Schema that editors complete and check rule books by. */
const FILE = 'procedures/procedure.schema.json';

writeFileSync(join(PROJECT_ROOT, FILE), `${JSON.stringify(ruleBookJsonSchema(), null, 2)}\n`);
process.stdout.write(`${FILE} is written\n`);
