import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
  EventsRequest,
  HealthReport,
  SnippetSettings,
  VisitReply,
  VisitRequest,
} from '../../snippet/contract/wire.ts';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { visitReply } from './wire-makers.ts';

/** A visit's reply; a status; an answer that never comes; or a connection that breaks. */
type VisitAnswer = VisitReply | number | 'hang' | 'break';

/** Serves test pages and plays the worker, so that the snippet can be tested alone. */
export type FixtureServer = {
  /** Origin of the pages; the worker's endpoints are on another one. */
  readonly origin: string;
  readonly settings: SnippetSettings;
  /** The snippet's files, as they are served. */
  readonly snippet: SnippetFiles;
  readonly visits: (VisitRequest & { at: number })[];
  readonly events: EventsRequest[];
  readonly health: HealthReport[];
  /** Method, path and content type of every request to the worker's endpoints. */
  readonly log: string[];
  /** Puts back the answers below and forgets what was received. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
  /** The HTML of each page by its path. */
  pages: Record<string, string>;
  /** Further response headers of each path. */
  headers: Record<string, Record<string, string>>;
  /** Scripts by their path. */
  assets: Record<string, string>;
  onVisit: (visit: VisitRequest, count: number) => VisitAnswer | Promise<VisitAnswer>;
  eventsStatus: number;
  /** Status of the second file. */
  moreStatus: number;
  /** Changes to the settings inlined in `/s/demo.js`. */
  settingsChange: Partial<SnippetSettings>;
};

export async function startFixtureServer(snippet: SnippetFiles): Promise<FixtureServer> {
  const http = createServer((request, response) => void route(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  const settings: SnippetSettings = {
    site: 'demo',
    api: `http://127.0.0.1:${port}`,
    consent: 'off',
    honourGpc: true,
  };
  const defaults = () => ({
    pages: {},
    headers: {},
    assets: {},
    onVisit: () => visitReply(),
    eventsStatus: 204,
    moreStatus: 200,
    settingsChange: {},
  });
  const server: FixtureServer = {
    origin: `http://localhost:${port}`,
    settings,
    snippet,
    visits: [],
    events: [],
    health: [],
    log: [],
    ...defaults(),
    reset: () => {
      Object.assign(server, defaults());
      for (const list of [server.visits, server.events, server.health, server.log]) list.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', server.origin).pathname;
    const answer = (status: number, body = '', type = 'text/plain') => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'access-control-allow-origin': request.headers.origin ?? '*',
        'cache-control': 'no-cache',
        ...server.headers[path],
      });
      response.end(body);
    };
    if (path.startsWith('/v1/')) {
      server.log.push(`${request.method} ${path} ${request.headers['content-type']}`);
    }
    if (path === '/v1/visits') {
      const visit = JSON.parse(await text(request)) as VisitRequest;
      server.visits.push({ ...visit, at: Date.now() });
      const reply = await server.onVisit(visit, server.visits.length);
      if (reply === 'hang') return;
      if (reply === 'break') request.socket.destroy();
      else if (typeof reply === 'number') answer(reply);
      else answer(200, JSON.stringify(reply), 'application/json');
    } else if (path === '/v1/events') {
      server.events.push(JSON.parse(await text(request)) as EventsRequest);
      answer(server.eventsStatus);
    } else if (path === '/v1/health') {
      server.health.push(JSON.parse(await text(request)) as HealthReport);
      answer(204);
    } else if (path === '/s/demo.js') {
      const inlined = JSON.stringify({ ...settings, ...server.settingsChange });
      answer(
        200,
        snippet.core.replace('"__RINGTRACE_SETTINGS__"', () => inlined),
        'text/javascript',
      );
    } else if (path === '/s/v0.0.0.js') {
      answer(200, snippet.whole, 'text/javascript');
    } else if (path.endsWith('-more.js')) {
      answer(server.moreStatus, snippet.more, 'text/javascript');
    } else if (server.pages[path] !== undefined) {
      answer(200, server.pages[path], 'text/html');
    } else if (server.assets[path] !== undefined) {
      answer(200, server.assets[path], 'text/javascript');
    } else {
      answer(path === '/favicon.ico' ? 204 : 404);
    }
  };
  return server;
}
