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
    trustProxy: false,
    rateLimit: { perSecond: 2_000, burst: 10_000 },
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

test.each([
  ['1', 1],
  ['loopback', ['loopback']],
  ['10.0.0.0/8, 192.0.2.7,fd00::/8', ['10.0.0.0/8', '192.0.2.7', 'fd00::/8']],
])('whose word on addresses is taken: %s', (given, trusted) => {
  expect(readConfig({ ...COMPLETE, TRUST_PROXY: given }).trustProxy).toEqual(trusted);
});

test.each([
  'true',
  '0',
  '11',
  '1.5',
  'proxy.example.test',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '10.0.0.0/8/8',
  '10.0.0.1,',
  'loopback/8',
])('everybody, nobody known or nothing that is an address is believed by no setting: %s', (given) => {
  expect(problemsOf({ ...COMPLETE, TRUST_PROXY: given }).map((problem) => problem.split(':')[0])).toEqual([
    'TRUST_PROXY',
  ]);
});

test('how much one caller may call is positive', () => {
  const given = { RATE_LIMIT_PER_SECOND: '0.5', RATE_LIMIT_BURST: '20' };
  expect(readConfig({ ...COMPLETE, ...given }).rateLimit).toEqual({ perSecond: 0.5, burst: 20 });
  const wrong = problemsOf({ ...COMPLETE, RATE_LIMIT_PER_SECOND: '0', RATE_LIMIT_BURST: '2.5' });
  expect(wrong.map((problem) => problem.split(':')[0])).toEqual(['RATE_LIMIT_PER_SECOND', 'RATE_LIMIT_BURST']);
});

test('the settings cannot be changed afterwards', () => {
  const config = readConfig(COMPLETE);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.temporal)).toBe(true);
});
