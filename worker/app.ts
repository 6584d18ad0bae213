import { OpenAPIHono } from '@hono/zod-openapi';
import { version } from '../package.json';
import type { Env, Runtime } from './config.ts';
import { apiReference } from './dashboard/api-reference.tsx';
import { pageHeaders } from './dashboard/page-headers.ts';
import { dashboard, home } from './dashboard/routes.tsx';
import { ampCors, ampNumbers } from './http/amp.ts';
import type { App } from './http/app-env.ts';
import { calibration } from './http/calibration.ts';
import { calls } from './http/calls.ts';
import { corrections } from './http/corrections.ts';
import { answerError, answerNotFound } from './http/errors.ts';
import { events } from './http/events.ts';
import { health } from './http/health.ts';
import { messages } from './http/messages.ts';
import { numbers } from './http/numbers.ts';
import { pageCors } from './http/page-request.ts';
import { pools } from './http/pools.ts';
import { recordings } from './http/recordings.ts';
import { reports } from './http/reports.ts';
import { sites } from './http/sites.ts';
import { snippetFile } from './http/snippet-file.ts';
import { snippetHealth } from './http/snippet-health.ts';
import { snippetHours } from './http/snippet-hours.ts';
import { sources } from './http/sources.ts';
import { spam } from './http/spam.ts';
import { trace } from './http/trace.ts';
import { visits } from './http/visits.ts';
import { createServices, type Services } from './services.ts';

export type Application = OpenAPIHono<App>;

const OPEN_API = { openapi: '3.1.0', info: { title: 'Ringtrace API', version } };

/** The whole HTTP surface. */
export function createApp(runtime: Runtime): Application {
  // Not strict: `/demo/` and `/demo` are one page.
  const app = new OpenAPIHono<App>({ strict: false });
  const servicesOf = memoised((env: Env) => createServices(env, runtime));

  app.onError(answerError);
  app.notFound(answerNotFound);
  app.use('/v1/visits/*', pageCors);
  app.use('/v1/events/*', pageCors);
  app.use('/v1/health/*', pageCors);
  app.use('/v1/amp/*', pageCors, ampCors);
  app.use('*', async (c, next) => {
    c.set('services', servicesOf(c.env));
    return next();
  });
  for (const pages of ['/', '/app/*', '/api/*']) app.use(pages, pageHeaders);

  app.route('/', home);
  app.route('/healthz', health);
  app.route('/s', snippetFile);
  app.route('/v1/visits', visits);
  app.route('/v1/events', events);
  app.route('/v1/health', snippetHealth);
  app.route('/v1/amp', ampNumbers);
  app.route('/v1/calls', calls);
  app.route('/v1/messages', messages);
  app.route('/api/v1', reports);
  app.route('/api/v1', numbers);
  app.route('/api/v1/calls', recordings);
  app.route('/api/v1/calls', spam);
  app.route('/api/v1/calls', corrections);
  app.route('/api/v1/sources', sources);
  app.route('/api/v1/calibration', calibration);
  app.route('/api/v1/trace', trace);
  app.route('/api/v1/pools', pools);
  app.route('/api/v1/health', snippetHours);
  app.route('/api/v1/sites', sites);
  app.route('/app', dashboard);
  app.route(
    '/api',
    apiReference(() => app.getOpenAPI31Document(OPEN_API)),
  );
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
  });
  return app;
}

/** One set of services per environment, that is, per isolate. */
function memoised(create: (env: Env) => Services): (env: Env) => Services {
  const made = new WeakMap<Env, Services>();
  return (env) => {
    const known = made.get(env);
    if (known) return known;
    const services = create(env);
    made.set(env, services);
    return services;
  };
}
