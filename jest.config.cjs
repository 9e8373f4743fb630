// Unit tests must not depend on the zone of the machine; neither must workflow code, which runs in this process here.
process.env.TZ = 'America/New_York';

const shared = {
  testEnvironment: '<rootDir>/test/support/leak-environment.ts',
  rootDir: __dirname,
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.redress'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout: 30_000,
  // A worker with a big heap takes most of a second to end on a busy machine. One that something keeps open never ends.
  workerGracefulExitTimeout: 10_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...shared, displayName: 'properties', testMatch: ['<rootDir>/test/properties/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'engine',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/unit/', '<rootDir>/test/properties/'],
      globalSetup: '<rootDir>/test/support/engine-setup.ts',
      globalTeardown: '<rootDir>/test/support/engine-teardown.ts',
    },
  ],
};
