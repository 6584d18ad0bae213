export * from './calls.ts';
export * from './messages.ts';
export * from './pool-hours.ts';
export * from './sessions.ts';
export * from './sites.ts';
export * from './snippet-hours.ts';
export * from './spam.ts';
export * from './webhooks.ts';
