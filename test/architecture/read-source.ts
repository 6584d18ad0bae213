/** What a module asks for; `typeOnly` leaves nothing of it in the built file. */
export type Import = { readonly specifier: string; readonly typeOnly: boolean };

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/;
const TEMPLATE = /`(?:\\[\s\S]|[^`\\])*`/;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/;
/** A slash begins a regular expression where no value can stand before it to be divided. */
const REGEXP =
  /(?<=(?:[=(,:[!&|?]|=>|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/;
const TOKEN = new RegExp(
  [COMMENT, TEMPLATE, STRING, REGEXP].map(({ source }) => source).join('|'),
  'g',
);

/** The code alone: without comments, templates and regular expressions, and with its strings by number. */
function bare(source: string): { code: string; strings: string[] } {
  const strings: string[] = [];
  const code = source.replace(TOKEN, (token) => {
    const text = token.startsWith("'") || token.startsWith('"');
    return text ? `"${strings.push(token.slice(1, -1)) - 1}"` : ' ';
  });
  return { code, strings };
}

/** The code without what it says in comments and texts. */
export function codeOf(source: string): string {
  return bare(source).code;
}

const FROM =
  /\b(?:import|export)\b(\s+type\b(?!\s+from\b))?(?:[\s\w$,*{}]|"\d+"\s+as\b)*?\bfrom\s*"(\d+)"/g;
const BARE_IMPORT = /\bimport\s*"(\d+)"/g;
/** `import('...')`, as an expression or as a type; what is in between is read by nobody but the runtime. */
const CALL = /\bimport\s*\(\s*(?:"(\d+)")?/g;

/** Every module that a source names: imports, re-exports, `import type`, `import()`. */
export function importsOf(source: string): Import[] {
  const { code, strings } = bare(source);
  const named = (index: string | undefined) => strings[Number(index)] ?? '(computed)';
  return [
    ...Array.from(code.matchAll(FROM), ([, type, index]) => ({
      specifier: named(index),
      typeOnly: type !== undefined,
    })),
    ...[...code.matchAll(BARE_IMPORT), ...code.matchAll(CALL)].map(([, index]) => ({
      specifier: named(index),
      typeOnly: false,
    })),
  ];
}
