import { Hono } from 'hono';
import type { App } from '../http/app-env.ts';
import { Layout } from './layout.tsx';

type Parameter = {
  readonly name?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: { readonly description?: string; readonly type?: unknown };
};
type Operation = { readonly summary?: string; readonly parameters?: readonly Parameter[] };
/** As much of an OpenAPI document as the page shows. */
type OpenApiDocument = {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths?: Readonly<Record<string, object>>;
};

/** `/api/openapi.json`, and `/api/` to read it. */
export function apiReference(openApi: () => object): Hono<App> {
  return new Hono<App>()
    .get('/openapi.json', (c) => c.json(openApi()))
    .get('/', (c) => c.html(<ApiReferencePage api={openApi() as OpenApiDocument} />));
}

function ApiReferencePage({ api }: { api: OpenApiDocument }) {
  return (
    <Layout title="API reference" current="/api/">
      <header>
        <h1>{api.info.title}</h1>
        <span class="soft">version {api.info.version}</span>
        <a href="/api/openapi.json">openapi.json</a>
      </header>
      <div class="card">
        <p>
          Send your key with every request: <code>Authorization: Bearer &lt;API key&gt;</code>.
          Times are epoch milliseconds, durations seconds, confidence 0 to 1. Lists come newest
          first, a page at a time: pass <code>next</code> of one page as <code>cursor</code> of the
          following one.
        </p>
      </div>
      {Object.entries(api.paths ?? {}).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => (
          <OperationView path={path} method={method} operation={operation as Operation} />
        )),
      )}
    </Layout>
  );
}

function OperationView(props: { path: string; method: string; operation: Operation }) {
  const { summary, parameters = [] } = props.operation;
  return (
    <section>
      <h2>
        <span class="method">{props.method.toUpperCase()}</span>
        <code>{props.path}</code>
      </h2>
      <p>{summary}.</p>
      {parameters.length > 0 && (
        <div class="table">
          <table>
            <tbody>
              {parameters.map((parameter) => (
                <tr>
                  <td data-label="Name">
                    <code>{parameter.name}</code>
                  </td>
                  <td data-label="Type" class="soft">
                    {String(parameter.schema?.type ?? '')}
                    {parameter.required ? ', required' : ''}
                  </td>
                  <td data-label="Meaning">
                    {parameter.description ?? parameter.schema?.description ?? ''}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
