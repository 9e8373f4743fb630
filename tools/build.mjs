import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.build.json');
const bundleFile = join(dist, 'workflow-bundle.js');

/** Folders that go into `dist/`: TypeScript is compiled, everything else (rule books, SQL, pages) is copied beside it. */
const ROOMS = [
  'domain',
  'procedures',
  'contract',
  'workflows',
  'activities',
  'db',
  'services',
  'api',
  'client',
  'web',
  'rehearsal',
  'demo',
  'bench',
  'tools',
  'examples',
];
const ROOTS = readdirSync(root).filter((file) => file.endsWith('.ts'));
const BUNDLED = /^(workflows|domain)\//;

/** Brings `dist/` up to date with the sources: only what changed is compiled. Types are checked by the tests, not here. */
export async function build({ log = () => {} } = {}) {
  const before = readStamp();
  const now = sources();
  const recipe = fingerprint(fileURLToPath(import.meta.url)) + fingerprint(join(root, 'package-lock.json'));
  const all = before.recipe !== recipe;
  const changed = Object.keys(now).filter(
    (file) => all || before.files[file] !== now[file] || !existsSync(target(file)),
  );
  const removed = Object.keys(before.files).filter((file) => !(file in now));
  const bundleStale =
    all || !existsSync(bundleFile) || !before.bundled || [...changed, ...removed].some((file) => BUNDLED.test(file));
  if (changed.length + removed.length === 0 && !bundleStale) return;

  if (changed.length > 0) log(`Building ${changed.length} file(s) into dist/`);
  const swc = createRequire(import.meta.url)('@swc/core');
  for (const file of removed) rmSync(target(file), { force: true });
  for (const file of changed) emit(file, swc);
  const hasWorkflows = existsSync(join(dist, 'workflows/index.js'));
  if (bundleStale && hasWorkflows) await bundleWorkflows(log);
  write(stampFile, JSON.stringify({ recipe, files: now, bundled: hasWorkflows }));
}

function sources() {
  const files = {};
  for (const file of ROOTS) if (existsSync(join(root, file))) files[file] = fingerprint(join(root, file));
  for (const room of ROOMS) {
    if (!existsSync(join(root, room))) continue;
    for (const entry of readdirSync(join(root, room), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const file = relative(root, path);
      if (entry.isFile() && !/\.(md|mjs|d\.ts)$|(^|\/)\./.test(file)) files[file] = fingerprint(path);
    }
  }
  return files;
}

function fingerprint(path) {
  if (!existsSync(path)) return '';
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs}:${size}`;
}

function emit(file, swc) {
  const source = join(root, file);
  if (extname(file) !== '.ts') {
    write(target(file), readFileSync(source));
    return;
  }
  const { code, map } = swc.transformFileSync(source, {
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  const name = target(file);
  write(name, `${code}\n//# sourceMappingURL=${name.split('/').pop()}.map\n`);
  write(`${name}.map`, map);
}

async function bundleWorkflows(log) {
  log('Bundling the workflows');
  const { bundleWorkflowCode, DefaultLogger } = createRequire(import.meta.url)('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows/index.js'),
    payloadConverterPath: join(dist, 'workflows/payload-converter.js'),
    logger: new DefaultLogger('WARN'),
  });
  write(bundleFile, code);
}

function target(file) {
  return join(dist, file.replace(/\.ts$/, '.js'));
}

/** Other processes may be reading: the file changes in one step. */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return { recipe: '', files: {}, bundled: false };
  }
}
