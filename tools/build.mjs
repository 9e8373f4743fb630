import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');

/** What runs in production: the rooms, and the files at the root that put them together. */
const PRODUCT = Object.keys(require('./rooms.json'));
/** What is for development, and not in the image. */
const WORKSHOP = ['rehearsal', 'demo', 'bench', 'tools'];
/** Where a package's file lies among the pages that browsers get; not in git. */
const REDOC = 'web/docs/redoc.js';
/** Redoc shows its maker's mark from its maker's server; without an address it shows none. */
const MARK = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const BUNDLED = /^(workflows|domain)\//;
const NOT_BUILT = /\.(md|mjs|d\.ts)$|(^|\/)\./;

/**
 * Makes `dist/` of the sources, unless it is of these sources already: TypeScript is compiled, everything else (rule books,
 * SQL, pages) is copied. Types are not checked here.
 */
export async function build({ productOnly = false } = {}) {
  fetchRedoc();
  const files = sources(productOnly ? PRODUCT : [...PRODUCT, ...WORKSHOP]);
  const stamps = { all: stampOf(files), bundle: stampOf(files.filter((file) => BUNDLED.test(file))) };
  const before = readStamps();
  if (before.all === stamps.all) return;
  process.stderr.write(`Building ${files.length} files into dist/\n`);
  for (const file of files) emit(file);
  removeAllBut(files);
  if (before.bundle !== stamps.bundle) await bundleWorkflows();
  write('.build.json', JSON.stringify(stamps));
}

function sources(rooms) {
  const within = (room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const roots = readdirSync(root).filter((file) => file.endsWith('.ts'));
  return [...roots, ...rooms.flatMap(within)].filter((file) => !NOT_BUILT.test(file)).sort();
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tools/build.mjs', ...files]) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function emit(file) {
  const source = join(root, file);
  const name = built(file);
  if (name === file) return write(name, readFileSync(source));
  const { code, map } = require('@swc/core').transformFileSync(source, {
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  write(name, `${code}\n//# sourceMappingURL=${name.split('/').pop()}.map\n`);
  write(`${name}.map`, map);
}

function fetchRedoc() {
  const script = readFileSync(require.resolve('redoc/bundles/redoc.standalone.js'), 'utf8');
  if (!script.includes(MARK)) throw new Error(`Redoc does not load ${MARK} any more: look what it loads instead`);
  const served = script.replaceAll(MARK, '');
  const path = join(root, REDOC);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== served) writeFileSync(path, served);
}

function built(file) {
  return file.replace(/\.ts$/, '.js');
}

function removeAllBut(files) {
  const kept = new Set(files.map(built).flatMap((name) => [name, `${name}.map`]));
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(dist, path);
    if (entry.isFile() && !kept.has(name) && !['workflow-bundle.js', '.build.json'].includes(name)) rmSync(path);
  }
}

async function bundleWorkflows() {
  const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows/index.js'),
    payloadConverterPath: join(dist, 'workflows/payload-converter.js'),
    logger: new DefaultLogger('WARN'),
  });
  write('workflow-bundle.js', code);
}

/** Other processes may be reading: the file changes in one step. */
function write(name, content) {
  const path = join(dist, name);
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, path);
}

function readStamps() {
  const file = join(dist, '.build.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ productOnly: process.argv.includes('--product') });
}
