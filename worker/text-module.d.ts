/** Built files that are bundled as text (`rules` in wrangler.toml). */
declare module '*.txt' {
  const text: string;
  export default text;
}
