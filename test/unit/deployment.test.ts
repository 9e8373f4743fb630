import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, SETTINGS } from '../../config';
import { PROJECT_ROOT } from '../../tools/project-root';
import { SEARCH_ATTRIBUTE_FLAGS } from '../../tools/search-attributes';
import { releaseOf } from '../support/nodes';

const SECRETS = {
  TRACKING_SECRET: 'x'.repeat(32),
  HASH_SECRET: 'x'.repeat(32),
  WEBHOOK_SECRET: `whsec_${'A'.repeat(44)}`,
};

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      environment: z.record(z.string(), z.string()).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
  configs: z.record(z.string(), z.object({ content: z.string() })),
});

const read = (name: string) => readFileSync(join(PROJECT_ROOT, name), 'utf8');
const compose = composeFile.parse(parse(read('docker-compose.yml'), { merge: true }));
const service = (name: string) => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
/** As compose does it, with the two secrets set. */
const filledIn = (environment: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, variable: string, kind?: string, usual = '') =>
        kind === '-' ? usual : (SECRETS[variable as keyof typeof SECRETS] ?? ''),
      ),
    ]),
  );

test('the compose file holds the whole system, and everything it refers to is there', () => {
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['api', 'worker', 'postgres', 'temporal', 'temporal-ui', 'mail']),
  );
  for (const { depends_on, configs, volumes } of Object.values(compose.services)) {
    for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty([name]);
    for (const { source } of configs) expect(compose.configs).toHaveProperty([source]);
    for (const volume of volumes) expect(compose.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
  }
});

test('every image is pinned to a version, and nothing is open beyond this machine', () => {
  for (const { image, ports } of Object.values(compose.services)) {
    expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+/);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  }
});

test.each(['api', 'worker'])('the settings of the %s are known, complete and valid', (name) => {
  const environment = filledIn(service(name).environment);
  expect(Object.keys(environment).filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
  const config = readConfig(environment);
  expect(new URL(config.databaseUrl).hostname in compose.services).toBe(true);
  expect((config.temporal.address.split(':')[0] ?? '') in compose.services).toBe(true);
  expect(config.mail && new URL(config.mail.url).hostname in compose.services).toBe(true);
});

test('the programs that the containers run are made from sources that exist', () => {
  for (const name of ['api', 'worker']) {
    const [program, file = ''] = service(name).command ?? [];
    expect(program).toBe('node');
    expect(read(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).not.toBe('');
  }
});

test('every search attribute of the workflows is registered', () => {
  const script = compose.configs['temporal-namespace']?.content ?? '';
  const registered = [...script.matchAll(/^add (\w+) (\w+)$/gm)].map(([, name, type]) => `${name}=${type}`);
  expect(registered.toSorted()).toEqual([...SEARCH_ATTRIBUTE_FLAGS].toSorted());
});

test('the image is built with npm and scripts that exist', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json'))).scripts;
  const steps = [...read('Dockerfile').matchAll(/^RUN (.*)$/gm)].map(([, step]) => step ?? '');
  expect(steps).toContain('npm run build -- --product');
  expect(steps.at(-1)).toBe('npm ci --omit=dev');
  for (const step of steps) {
    const [, own] = /^npm run (\S+)(?: -- --product)?$/.exec(step) ?? [];
    if (own === undefined) expect(step).toMatch(/^npm ci( --omit=dev)?$/);
    else expect(scripts).toHaveProperty([own]);
  }
});

test('scripts in the compose file are valid shell', () => {
  for (const [name, { content }] of Object.entries(compose.configs)) {
    if (name === 'temporal-dynamic-config') continue;
    const { status, stderr } = spawnSync('sh', ['-n'], { input: content.replaceAll('$$', '$'), encoding: 'utf8' });
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' });
  }
});

test('docker itself accepts the compose file, or it says that it cannot be asked', () => {
  const docker = (...args: string[]) =>
    spawnSync('docker', args, { cwd: PROJECT_ROOT, env: { ...process.env, ...SECRETS }, encoding: 'utf8' });
  const available = docker('compose', 'version').status === 0;
  const { status, stderr } = available ? docker('compose', 'config', '--quiet') : { status: 0, stderr: '' };
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('no dependency reports home from its install script or from a browser', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(read('package-lock.json')).not.toMatch(/@scarf/);
});

test('the tests run on the Node of the image, and the product on the oldest that is promised', () => {
  const images = [...read('Dockerfile').matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
  expect(new Set(images)).toEqual(new Set([releaseOf(24)]));
  expect(read('.nvmrc').trim()).toBe(releaseOf(24).split('.')[0]);
  const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json')));
  expect(engines.node).toBe(`>=${releaseOf(20).replace(/\.\d+$/, '')}`);
});
