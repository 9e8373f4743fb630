import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traditionalWords } from '../procedures/locales/traditional/traditional-words';
import { PROJECT_ROOT } from './project-root';

/** Writes the words in Traditional Chinese anew, from the Simplified ones and the list of corrections. */
const FOLDER = join(PROJECT_ROOT, 'procedures/words');
const FILE = join(FOLDER, 'zh-Hant.yaml');

writeFileSync(FILE, traditionalWords(readFileSync(join(FOLDER, 'zh-CN.yaml'), 'utf8')));
process.stdout.write('procedures/words/zh-Hant.yaml is written\n');
