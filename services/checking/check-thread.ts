import { parentPort } from 'node:worker_threads';
import { checkRuleBook, type CheckInput } from './check-rule-book';

parentPort?.on('message', (input: CheckInput) => parentPort?.postMessage(checkRuleBook(input)));
