#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

/** The command line runs what is built; nothing is installed or built behind anybody's back. */
const entry = join(__dirname, '../dist/redress.js');
if (existsSync(entry)) {
  // Node 20 has none.
  enableCompileCache?.();
  require(entry);
} else {
  process.stderr.write('redress: it is not built yet: run "npm ci && npm run build" (npm start does both).\n');
  process.exitCode = 1;
}
