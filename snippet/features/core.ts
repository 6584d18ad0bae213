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
  readonly decide: (granted?: boolean) => void;
  readonly stop: () => void;
  readonly hooks: Hooks;
};

/** NodeFilter.SHOW_TEXT and SHOW_CDATA_SECTION: all that counts in the text of a range. */
export const TEXTS = 4 | 8;
/** NodeFilter.SHOW_ELEMENT. */
export const ELEMENTS = 1;

/** What the second file wants to hear of, and what it does better than the first. */
export type Hooks = {
  /** Some part of the page has changed. */
  changed?: () => void;
  /** A document or shadow root is watched from now on. */
  entered?: (root: Node) => void;
  /** The lease has been stored under this key; with none, what was stored there has been deleted. */
  remembered?: (key: string, lease: Lease | undefined) => void;
  /** Which nodes are scanned: `TEXTS`, and `ELEMENTS` for `visit` to be told of. */
  nodes: number;
  visit?: (element: Element) => void;
  /** The neighbouring texts that may write one number together with this one. */
  runOf?: (text: Text) => readonly Text[];
  /** Is told each part of the page before its texts are looked through. */
  begin?: (part: Node) => void;
  /** Names of the attributes that may hold a number, and what one should say for what the page had it say. */
  attributes: string[];
  swapAttribute?: (attribute: Attr, value: string, find: Finder, swaps: readonly Swap[]) => string;
};

/** Adds the second file's part. */
export type Extend = (core: Core) => unknown;
