import type { Provider } from './provider.ts';
import { bandwidth } from './providers/bandwidth.ts';
import { freeswitch } from './providers/freeswitch.ts';
import { generic } from './providers/generic.ts';
import { mango } from './providers/mango.ts';
import { plivo } from './providers/plivo.ts';
import { signalwire } from './providers/signalwire.ts';
import { sinch } from './providers/sinch.ts';
import { telnyx } from './providers/telnyx.ts';
import { twilio } from './providers/twilio.ts';
import { vonage } from './providers/vonage.ts';
import { zadarma } from './providers/zadarma.ts';

/** Every provider by the name it has in webhook URLs. Adding one is its file and its line here. */
export const providers = {
  twilio,
  telnyx,
  plivo,
  vonage,
  signalwire,
  bandwidth,
  freeswitch,
  sinch,
  zadarma,
  mango,
  generic,
} satisfies Record<string, Provider>;

type ProviderId = keyof typeof providers;

/** Undefined for an unknown name, including those that every object has (`constructor` ...). */
export function findProvider(id: string): Provider | undefined {
  return Object.hasOwn(providers, id) ? providers[id as ProviderId] : undefined;
}
