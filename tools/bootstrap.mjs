#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a name runs once dependencies and `dist/` are up to date; any other is a file of `tools/`. */
const ENTRIES = {
  start: 'dist/tools/start.js',
  worker: 'dist/worker.js',
  api: 'dist/server.js',
  bench: 'dist/bench/bench.js',
  demo: 'dist/demo/demo.js',
};
const NOT_BUILT = { test: 'tools/verify.mjs' };

/** Installs and builds what is missing or stale, then runs the named entry in this very process. */
export async function run(name, args) {
  process.chdir(name === 'redress' ? process.cwd() : root);
  const log = (line) => process.stderr.write(`${line}\n`);
  ensureDependencies({ log });
  if (name in NOT_BUILT) return enter(NOT_BUILT[name], args);
  const { build } = await import('./build.mjs');
  await build({ log });
  if (name === 'build') return;
  const entry = ENTRIES[name] ?? `dist/tools/${name}.js`;
  if (!existsSync(join(root, entry))) throw new Error(`There is no "${name}" to run (${entry} does not exist).`);
  await enter(entry, args);
}

async function enter(entry, args) {
  const path = join(root, entry);
  process.argv = [process.argv[0], path, ...args];
  await import(pathToFileURL(path).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = 'build', ...args] = process.argv.slice(2);
  run(name, args).catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
