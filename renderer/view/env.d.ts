/** Its classes by name; that each of them is there is checked by tests/renderer/styles.test.ts. Before the next: the first that fits is taken. */
declare module '*.module.css' {
  const styles: Readonly<Record<string, string>>;
  export default styles;
}
declare module '*.css' {}
