import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import rooms from '../../tools/rooms.json';
import { PROJECT_ROOT } from '../../tools/project-root';

interface Room {
  readonly mayImport: readonly string[];
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
}

interface Source {
  /** Path from the project's root. */
  readonly file: string;
  readonly text: string;
}

interface Import {
  readonly module: string;
  readonly typeOnly: boolean;
}

const ROOMS: Readonly<Record<string, Room>> = rooms;

function importsOf({ file, text }: Source): readonly Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const module = moduleOf(node);
    if (module !== undefined) found.push({ module, typeOnly: isTypeOnly(node) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function moduleOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first] = node.arguments;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return loads && first && ts.isStringLiteral(first) ? first.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { phaseModifier, name, namedBindings } = node.importClause;
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

/** What one file imports against the table of rooms. */
function violations(source: Source): readonly string[] {
  const name = source.file.split('/')[0] ?? '';
  const room = ROOMS[name];
  if (!room) return [];
  return importsOf(source)
    .filter((imported) => !isAllowed({ name, room, source, imported }))
    .map(({ module, typeOnly }) => `${source.file} imports ${typeOnly ? 'types of ' : ''}${module}`);
}

interface Question {
  readonly name: string;
  readonly room: Room;
  readonly source: Source;
  readonly imported: Import;
}

function isAllowed({ name, room, source, imported: { module, typeOnly } }: Question): boolean {
  if (!module.startsWith('.')) {
    const known = room.packages === undefined || room.packages.some((one) => within(module, one));
    const builtin = module.startsWith('node:') || builtinModules.includes(module);
    return known && !(builtin && room.packages !== undefined);
  }
  const target = relative(PROJECT_ROOT, resolve(PROJECT_ROOT, dirname(source.file), module));
  const allowed = [name, ...room.mayImport, ...(typeOnly ? (room.typesOf ?? []) : [])];
  return allowed.some((one) => within(target, one));
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function sourcesOf(room: string): readonly Source[] {
  return readdirSync(join(PROJECT_ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: `${room}/${name}`, text: readFileSync(join(PROJECT_ROOT, room, name), 'utf8') }));
}

const present = Object.keys(ROOMS).filter((room) => readdirSync(PROJECT_ROOT).includes(room));

test.each(present)('%s/ imports only what its line in the table of rooms allows', (room) => {
  const sources = sourcesOf(room);
  expect(sources.flatMap(violations)).toEqual([]);
});

test.each([
  ['domain/plant.ts', "import { pool } from '../db/pool';"],
  ['domain/deep/plant.ts', "export * from '../../api/app';"],
  ['domain/plant.ts', "import { z } from 'zod';"],
  ['domain/plant.ts', "import { join } from 'node:path';"],
  ['domain/plant.ts', "import type { Ports } from '../activities/ports';"],
  ['workflows/plant.ts', "import { createActivities } from '../activities';"],
  ['workflows/plant.ts', "const { load } = require('../procedures/reading/load');"],
  ['workflows/plant.ts', "import { type Rules, load } from '../procedures/reading/load';"],
  ['workflows/plant.ts', "import fs from 'fs';"],
  ['db/plant.ts', "import { app } from '../api/app';"],
  ['api/plant.ts', "const late = import('../workflows/complaint');"],
  ['api/plant.ts', "import { readConfig } from '../config';"],
  ['client/plant.ts', "import { decide } from '../domain/decide';"],
  ['services/plant.ts', "import { createApp } from '../api/app';"],
  ['services/plant.ts', "import { complaintWorkflow } from '../workflows/complaint';"],
  ['activities/plant.ts', "import { actUpdate } from '../workflows/messages/messages';"],
  ['contract/plant.ts', "import { file } from '../services/intake';"],
  ['web/plant.ts', "import { createApp } from '../api/app';"],
])('a forbidden import is found: %s with %s', (file, text) => {
  expect(violations({ file, text })).toHaveLength(1);
});

test.each([
  ['workflows/plant.ts', "import type { Activities } from '../activities';"],
  ['workflows/plant.ts', "import { type Activities } from '../activities';"],
  ['workflows/plant.ts', "import { proxyActivities } from '@temporalio/workflow';"],
  ['services/plant.ts', "import { actUpdate } from '../workflows/messages/messages';"],
  ['client/plant.ts', "import { schema } from '../contract/complaint';"],
  ['domain/plant.ts', "import { evolve } from './record/evolve';"],
])('an allowed import is let through: %s with %s', (file, text) => {
  expect(violations({ file, text })).toEqual([]);
});

/** Files of the project, by path without ending, with the files that each imports. */
function importGraph(): ReadonlyMap<string, readonly string[]> {
  const sources = [...present, 'rehearsal', 'demo', 'bench', 'tools'].flatMap(sourcesOf);
  const known = new Set(sources.map(({ file }) => file));
  return new Map(
    sources.map((source) => {
      const targets = importsOf(source)
        .filter(({ module }) => module.startsWith('.'))
        .map(({ module }) => relative(PROJECT_ROOT, resolve(PROJECT_ROOT, dirname(source.file), module)))
        .flatMap((path) => [`${path}.ts`, `${path}/index.ts`].filter((file) => known.has(file)));
      return [source.file, targets];
    }),
  );
}

/** A way through the graph that comes back to where it was, or null. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next, [...way, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return null;
}

test('no file imports itself by a detour, not even its types', () => {
  expect(circleIn(importGraph())).toBeNull();
});

/** Of each room its sub-rooms as one point each; files at its door stand for themselves. */
function subRooms(graph: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const roomOf = (file: string): string => {
    const [room = '', sub = '', ...deeper] = file.split('/');
    return deeper.length > 0 ? `${room}/${sub}` : file;
  };
  const between = new Map<string, string[]>();
  for (const [file, targets] of graph) {
    const from = roomOf(file);
    const others = targets.map(roomOf).filter((to) => to !== from);
    between.set(from, [...(between.get(from) ?? []), ...others]);
  }
  return between;
}

test.each(['domain', 'procedures', 'services', 'api'])(
  'the sub-rooms of %s/ import each other in no circle',
  (room) => {
    const within = new Map([...importGraph()].filter(([file]) => file.startsWith(`${room}/`)));
    expect(circleIn(subRooms(within))).toBeNull();
  },
);

test('a circle of sub-rooms is found where there is none of files', () => {
  const graph = new Map([
    ['procedures/words/a.ts', ['procedures/reading/b.ts']],
    ['procedures/reading/b.ts', []],
    ['procedures/reading/c.ts', ['procedures/words/d.ts']],
    ['procedures/words/d.ts', []],
  ]);
  expect(circleIn(graph)).toBeNull();
  expect(circleIn(subRooms(graph))).toHaveLength(3);
});

test('a circle is found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(circleIn(graph)).toEqual(['b', 'd', 'b']);
});
