import { spawn } from 'node:child_process';
import { jestCommand } from './nodes.mjs';

/** `npm test`: jest, on the Node of the image where `npm run verify` has installed it. */
const { command, words, version } = jestCommand(process.argv.slice(2));
process.stderr.write(`Tests on Node ${version}\n`);
const child = spawn(command, words, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
