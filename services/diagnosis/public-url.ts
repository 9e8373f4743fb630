import type { Check } from './finding';

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** Links with the key to a complaint in them travel by TLS. */
export const publicUrlCheck: Check = {
  name: 'public-url',
  needsEngine: false,
  look({ publicUrl }) {
    const { protocol, hostname } = new URL(publicUrl);
    const clear = protocol === 'http:' && !THIS_MACHINE.includes(hostname);
    return Promise.resolve(clear ? [{ code: 'public-url-clear', about: [] }] : []);
  },
};
