export * from './calls.ts';
export * from './sessions.ts';
export * from './sites.ts';
