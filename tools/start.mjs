import { ensureInstalled } from './install.mjs';

/** `npm start` needs nothing before it: it installs, builds and starts, all in this process, so that Ctrl-C meets one. */
ensureInstalled();
const { build } = await import('./build.mjs');
await build();
await import('../dist/tools/start.js');
