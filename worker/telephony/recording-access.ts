import type { Recording } from '../domain/calls/summarize-call.ts';
import type { EpochMs } from '../domain/time.ts';

/** One attempt to get a recording. */
export type RecordingRequest = {
  readonly url: string;
  readonly authorization?: string;
  /** Where the answer is not the sound, but says where that is: its address, if it does. */
  linkIn?(body: unknown): string | undefined;
};

/** What a site shares with a provider. */
type RecordingKeys = {
  /** Those that verify webhooks. */
  readonly secrets: readonly string[];
  /** Those of the provider's API, which its owner may give for the sake of recordings. */
  readonly apiKeys: readonly string[];
};

/** How a provider gives the recordings that their address alone does not open. */
export type RecordingAccess = {
  /** What is wrong with a key of its API that is to be saved, never naming it; missing where none is of use. */
  apiKeyProblem?(key: string): Promise<string | undefined>;
  /** What to try before the bare address; keys go to nobody but the provider's own hosts. */
  requests(
    recording: Pick<Recording, 'id' | 'url'>,
    keys: RecordingKeys,
    now: EpochMs,
  ): Promise<readonly RecordingRequest[]>;
};
