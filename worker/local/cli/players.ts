import { bandwidthPlayer } from './bandwidth-player.ts';
import type { Player } from './call-plan.ts';
import { freeswitchPlayer } from './freeswitch-player.ts';
import { genericPlayer } from './generic-player.ts';
import { mangoPlayer } from './mango-player.ts';
import { plivoPlayer } from './plivo-player.ts';
import { signalwirePlayer } from './signalwire-player.ts';
import { sinchPlayer } from './sinch-player.ts';
import { telnyxPlayer } from './telnyx-player.ts';
import { twilioPlayer } from './twilio-player.ts';
import { vonagePlayer } from './vonage-player.ts';
import { zadarmaPlayer } from './zadarma-player.ts';

/** Every provider that can be played, by its name in webhook URLs. */
export const players = {
  twilio: twilioPlayer,
  telnyx: telnyxPlayer,
  plivo: plivoPlayer,
  vonage: vonagePlayer,
  signalwire: signalwirePlayer,
  bandwidth: bandwidthPlayer,
  freeswitch: freeswitchPlayer,
  sinch: sinchPlayer,
  zadarma: zadarmaPlayer,
  mango: mangoPlayer,
  generic: genericPlayer,
} satisfies Record<string, Player>;

export type PlayedProvider = keyof typeof players;
