import type { LoadOptions, NumberForms, PageApi } from '../../../../snippet/package/index.ts';

/** A command as the tag receives it. */
export type Asked = readonly ['number', string, (number: NumberForms) => void];

/** What the page offers its test. */
export type PageUnderTest = {
  readonly errors: string[];
  readonly loadRingtrace: (options: LoadOptions) => void;
  readonly ringtrace: PageApi;
  readonly takeOver: () => Asked[];
  readonly hydrate: () => void;
  /** Mounts a component that is replaced by another at each click, so many times. */
  readonly comeAndGo: (times: number) => void;
};
