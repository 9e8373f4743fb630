import { sourceSettings } from '../../db/diagnosis';
import { about, type Check } from './finding';

/** As the senders sign: bytes in base64, with or without the prefix. */
const SECRET = /^(whsec_)?([A-Za-z0-9+/]{4})+([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What goes to the systems behind complaints can be signed. */
export const webhookSecretsCheck: Check = {
  name: 'webhook-secrets',
  needsEngine: false,
  async look({ ask }) {
    const unsigned = (await ask(sourceSettings)).filter(
      ({ webhookSecret }) => webhookSecret !== null && !SECRET.test(webhookSecret),
    );
    return about(
      'source-webhook-unsigned',
      'source',
      unsigned.map(({ id }) => id),
    );
  },
};
