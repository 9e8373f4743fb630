import type { Client } from '@temporalio/client';
import type { Router } from 'express';
import type { Pool } from '../../db/pool';
import { createApp, groups } from '../../api/app';
import { openApiDocument } from '../../api/http/openapi';
import { contextOver, LINKS } from './stack';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Record<string, object> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly security: readonly object[];
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Record<string, unknown>>> };
}

const context = contextOver({ pool: {} as Pool, client: {} as Client });
const input = { context, isMigrated: () => true, isStopping: () => false };
const endpoints = groups(input)
  .flat()
  .map(({ endpoint }) => endpoint);
const document = JSON.parse(JSON.stringify(openApiDocument(endpoints, LINKS.publicUrl))) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function routesOfApp(): string[] {
  const layers = (createApp(input).router as unknown as Router).stack;
  const nested = layers.flatMap(({ handle }) => (handle as unknown as Router).stack ?? []);
  return nested.flatMap(({ route }) =>
    (route?.stack ?? []).flatMap(({ method }) =>
      method ? [`${method} ${String(route?.path).replace(/:(\w+)/g, '{$1}')}`] : [],
    ),
  );
}

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' ? [part] : refsIn(part),
  );
}

it('every route of the application is in the document, and every documented one is a route', () => {
  const documented = operations.map(({ path, method }) => `${method} ${path}`);
  expect([...routesOfApp()].sort()).toEqual([...documented].sort());
  expect(documented).toContain('post /v1/complaints/{reference}/acts');
});

it('is OpenAPI 3.1: unique operation ids, declared path parameters, described responses', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(declared).toEqual(named);
    expect(Object.values(operation.responses).every(({ description }) => description.length > 0)).toBe(true);
    expect(Object.keys(operation.responses)).toContain('500');
  }
});

it('every reference leads to a schema of the document, and schemas leave no trace of their making', () => {
  const refs = refsIn(document);
  expect(refs.length).toBeGreaterThan(20);
  for (const ref of refs)
    expect(document.components.schemas).toHaveProperty([ref.replace('#/components/schemas/', '')]);
  for (const schema of Object.values(document.components.schemas)) {
    expect(schema).not.toHaveProperty('$id');
    expect(schema).not.toHaveProperty('id');
    expect(schema).not.toHaveProperty('$defs');
  }
});

it('requests are strict in the document as they are in the code', () => {
  expect(document.components.schemas['IntakeBody']).toMatchObject({
    additionalProperties: false,
    required: ['channel', 'complainant', 'narrative'],
  });
});

it('only tracking, operations and the document itself need no key', () => {
  const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ path }) => path);
  expect([...new Set(open)].filter((path) => !/^\/(docs|track\/)/.test(path)).sort()).toEqual([
    '/healthz',
    '/openapi.json',
    '/readyz',
    '/track',
    '/v1/track/{token}',
  ]);
});
