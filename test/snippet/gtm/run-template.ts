import { readTemplate } from './read-template.ts';

type Listener = (type: string, granted: boolean) => void;

/** What a run of the template asked of the tag manager. */
export type Run = {
  readonly injected: string[];
  readonly queues: string[][];
  readonly calls: unknown[][];
  /** Types of consent whose changes it listens to. */
  readonly listened: Map<string, Listener>;
  readonly apis: Set<string>;
};

/** Runs the template's code with the tag manager's interface in place of the sandbox's. */
export function runTemplate(data: Record<string, unknown>, granted = false): Run {
  const run: Run = {
    injected: [],
    queues: [],
    calls: [],
    listened: new Map(),
    apis: new Set(),
  };
  const apis: Record<string, (...args: never[]) => unknown> = {
    encodeUriComponent: encodeURIComponent,
    createArgumentsQueue: (...keys: string[]) => run.queues.push(keys),
    callInWindow: (...args: unknown[]) => run.calls.push(args),
    isConsentGranted: () => granted,
    addConsentListener: (type: string, listener: Listener) => run.listened.set(type, listener),
    injectScript: (url: string, onSuccess: () => void) => {
      run.injected.push(url);
      onSuccess();
    },
  };
  const require = (name: string) => {
    run.apis.add(name);
    return apis[name];
  };
  const code = readTemplate().get('SANDBOXED_JS_FOR_WEB_TEMPLATE') ?? '';
  new Function('require', 'data', code)(require, {
    gtmOnSuccess: () => undefined,
    gtmOnFailure: () => undefined,
    ...data,
  });
  return run;
}
