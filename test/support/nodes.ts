import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';
import { dependencies } from '../nodes/package.json';

const NAMES = { 20: dependencies['node-20'], 22: dependencies['node-22'], 24: dependencies['node-24'] };
const CAN_BE_HAD = process.platform === 'linux' && process.arch === 'x64';

/** The release of Node that `test/nodes` names for a major version, such as `20.19.6`. */
export function releaseOf(major: keyof typeof NAMES): string {
  return NAMES[major].replace(/^.*@/, '');
}

/**
 * Tests that run programs on another Node than their own. Where that one is not installed they are skipped, and counted so;
 * where `CI` is set and it can be had that fails.
 */
export function describeOnNode(major: keyof typeof NAMES, tests: (node: string) => void): void {
  const node = join(PROJECT_ROOT, `test/nodes/node_modules/node-${major}/bin/node`);
  const title = `on Node ${releaseOf(major)}`;
  const found = existsSync(node);
  (found ? describe : describe.skip)(title, () => tests(node));
  if (found || !CAN_BE_HAD || !process.env['CI']) return;
  it(`${title}, which is there`, () => {
    throw new Error('Install the other releases of Node for this test: npm ci in test/nodes.');
  });
}
