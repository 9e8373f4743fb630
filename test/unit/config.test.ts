import { ConfigError, readConfig } from '../../config';

const COMPLETE = {
  DATABASE_URL: 'postgres://redress@127.0.0.1/redress',
  TRACKING_SECRET: 'x'.repeat(32),
  HASH_SECRET: 'x'.repeat(32),
  WEBHOOK_SECRET: `whsec_${'A'.repeat(44)}`,
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('what is left out has its usual value', () => {
  const config = readConfig(COMPLETE);
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    temporal: { address: '127.0.0.1:7233', namespace: 'default', taskQueue: 'redress' },
  });
  expect(config.temporal.tls).toBeUndefined();
  expect(config.mail).toBeUndefined();
});

test('an empty setting is one that is left out', () => {
  expect(readConfig({ ...COMPLETE, PORT: '', TEMPORAL_API_KEY: '' }).port).toBe(3000);
});

test('every problem is named at once, with its setting', () => {
  const problems = problemsOf({ PORT: '70000', SMTP_URL: 'http://mail', TRACKING_SECRET: 'short', LOG_LEVEL: 'loud' });
  const settings = problems.map((problem) => problem.split(':')[0]);
  expect(settings.toSorted()).toEqual(
    ['DATABASE_URL', 'HASH_SECRET', 'LOG_LEVEL', 'PORT', 'SMTP_URL', 'TRACKING_SECRET', 'WEBHOOK_SECRET'].toSorted(),
  );
  expect(problems).toContain('DATABASE_URL: is missing');
});

test.each([
  [{ SMTP_URL: 'smtp://mail' }, 'MAIL_FROM'],
  [{ WORKER_BUILD_ID: '1' }, 'WORKER_DEPLOYMENT_NAME'],
  [{ TEMPORAL_TLS_CLIENT_CERT_DATA: 'crt' }, 'TEMPORAL_TLS_CLIENT_KEY_PATH'],
  [{ TEMPORAL_TLS_CLIENT_KEY_DATA: 'key' }, 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
  [{ TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' }, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
])('what belongs together is asked for together: %j', (given, named) => {
  expect(problemsOf({ ...COMPLETE, ...given }).map((problem) => problem.split(':')[0])).toEqual([named]);
});

test('a secret is never part of a problem', () => {
  const secret = 'postgresq://redress:hunter2@db/redress';
  expect(problemsOf({ ...COMPLETE, DATABASE_URL: secret }).join()).not.toContain('hunter2');
});

test('an API key or a certificate secures the way to Temporal', () => {
  expect(readConfig({ ...COMPLETE, TEMPORAL_API_KEY: 'k' }).temporal.tls).toEqual({});
  const secured = { ...COMPLETE, TEMPORAL_TLS_CLIENT_CERT_DATA: 'crt', TEMPORAL_TLS_CLIENT_KEY_DATA: 'key' };
  expect(readConfig(secured).temporal.tls?.clientCertificate).toEqual({
    crt: Buffer.from('crt'),
    key: Buffer.from('key'),
  });
});

test('the settings cannot be changed afterwards', () => {
  const config = readConfig(COMPLETE);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.temporal)).toBe(true);
});
