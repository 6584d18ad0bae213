import type { SiteDefinition } from '../domain/site-definition.ts';
import { USUAL_SPAM_THRESHOLD } from '../domain/spam/judge-spam.ts';
import type { Services } from '../services.ts';
import { addSiteApiKey, putCredentials, putSite } from '../site-admin.ts';

/** Numbers only from ranges reserved for fiction; in France 01 99 00 XX XX (Arcep). */
const TARGET = '+33199001234';

const POOL_NUMBERS = Array.from({ length: 10 }, (_, index) => `+3319900200${index}`);

const DEMO_KEY = 'demo';
const DEMO_API_KEY = 'demo-api-key';

const DEMO_SITE: SiteDefinition = {
  name: 'Vélo Voltaire (demo)',
  origins: [],
  country: 'FR',
  consent: 'off',
  honourGpc: true,
  snippet: { title: true, within: null, forms: ['topic'], health: 1 },
  shards: 1,
  quarantineDays: 30,
  pools: [
    {
      name: 'website',
      holdSeconds: 300,
      numbers: POOL_NUMBERS,
      paused: false,
      share: true,
      fallback: null,
      prefer: null,
      networkShare: null,
    },
  ],
  targets: [{ number: TARGET, label: 'Shop', pool: 'website' }],
  staticNumbers: [
    {
      number: '+33199003000',
      target: TARGET,
      label: 'Poster at the station',
      source: null,
      medium: null,
      campaign: null,
    },
  ],
  textNumbers: POOL_NUMBERS,
  messages: null,
  flows: [],
  spamThreshold: USUAL_SPAM_THRESHOLD,
};

/** The secrets of the demo stand in public documents; they work in local mode only. */
const DEMO_SECRETS = {
  twilio: 'demo-twilio-token',
  // A public key; its private one is known to the player alone, and derived from a sentence.
  telnyx: 'demo-telnyx-12FlftutZOpx2h0xcdfi4IlMPSjiVFYIhaGrFmHZMvc=',
  plivo: 'demo-plivo-token',
  vonage: 'demo-vonage-secret',
  signalwire: 'demo-signalwire-key',
  bandwidth: 'demo-bandwidth-user:password',
  freeswitch: 'demo-freeswitch:password',
  sinch: 'demo-sinch-key:ZGVtby1zaW5jaC1zZWNyZXQ=',
  zadarma: 'demo-zadarma-secret',
  mango: 'demo-mango-key:demo-mango-salt',
  generic: 'demo-generic-secret',
} as const;

/** Creates the demo site, or brings it up to date; what has happened on it stays. */
export async function seedDemo(services: Services): Promise<void> {
  const site = await putSite(services, DEMO_KEY, DEMO_SITE);
  for (const [provider, secret] of Object.entries(DEMO_SECRETS)) {
    await putCredentials(services, site, provider, [secret]);
  }
  await addSiteApiKey(services, site.id, DEMO_API_KEY, 'Demo');
}
