import { ProcessGuard } from '../../tools/process-guard';

export default async function tearDown(): Promise<void> {
  const guard: unknown = Reflect.get(globalThis, 'redressTestGuard');
  if (guard && typeof guard === 'object' && 'endAll' in guard)
    await ProcessGuard.prototype.endAll.call(guard as ProcessGuard);
}
