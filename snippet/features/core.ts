import type { SnippetSettings, Swap, VisitRequest } from '../contract/wire.ts';
import type { Finder } from '../domain/find.ts';
import type { Lease } from '../domain/lease.ts';
import type { Recall, Remember } from './identity.ts';
import type { SwapCounts, Swapper } from './swapper.ts';

/**
 * What the first file has begun, as the second one takes it over. The first shows the right number as soon
 * as can be; the second keeps it, and tells of what happens.
 */
export type Core = {
  readonly root: Document;
  readonly settings: SnippetSettings;
  readonly swapper: Swapper;
  readonly counts: SwapCounts;
  readonly recall: Recall;
  readonly remember: Remember;
  readonly readView: () => Pick<VisitRequest, 'consent' | 'page' | 'touch'>;
  /** Asks the server anew; undefined without an answer, or where another question has overtaken this one. */
  readonly ask: () => Promise<Lease | undefined>;
  /** The answer to the first question, if it has been put. */
  readonly firstAnswer: Promise<Lease | undefined> | undefined;
  /** Watches a further document or shadow root. */
  readonly enter: (root: Node) => void;
  /** Notes what the visitor has said about being recognised. */
  readonly decide: (granted: boolean) => void;
  readonly stop: () => void;
  readonly hooks: Hooks;
};

/** What the second file wants to hear of, and what it does better than the first. */
export type Hooks = {
  /** Some part of the page has changed. */
  changed?: () => void;
  /** A document or shadow root is watched from now on. */
  entered?: (root: Node) => void;
  /** The neighbouring texts that may write one number together with this one. */
  runOf?: (text: Text) => readonly Text[];
  /** The attributes that may hold a number, and a selector for the elements that have one. */
  attributes: string[];
  holders: string;
  swapAttribute?: (attribute: Attr, value: string, find: Finder, swaps: readonly Swap[]) => string;
};

/** Adds the second file's part. */
export type Extend = (core: Core) => unknown;
