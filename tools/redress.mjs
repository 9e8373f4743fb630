#!/usr/bin/env node
import { run } from './bootstrap.mjs';

run('redress', process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
