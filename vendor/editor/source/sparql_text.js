// SPARQL as text: which prefixes it lacks, and where a line and column of it are. Knows no editor.

const PASSED_OVER =
  /#[^\r\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|<[^\s<>"{}|^`\\]*>|[?$]\w+|_:[\w.-]+/g;
const USED_PREFIX = /(?<![\w:.-])([A-Za-z][\w.-]*):/g;
const DECLARED_PREFIX = /\bPREFIX\s+([A-Za-z][\w.-]*)\s*:/gi;

/** Return the known prefixes that a query uses and does not declare, in the order of their names. */
export function missingPrefixes(text, known) {
  // Comments, strings, IRIs and variables become blanks, so that places stay and colons in them count for nothing.
  const bare = text.replace(PASSED_OVER, (found) => " ".repeat(found.length));
  const declared = new Set([...bare.matchAll(DECLARED_PREFIX)].map((found) => found[1]));
  const used = new Set([...bare.matchAll(USED_PREFIX)].map((found) => found[1]));
  return [...used].filter((name) => Object.hasOwn(known, name) && !declared.has(name)).sort();
}

/** Return the lines that declare prefixes, to be put before a query. */
export function declarations(names, known) {
  return names.map((name) => `PREFIX ${name}: <${known[name]}>\n`).join("");
}

/** Return where new declarations go: behind the comments that a query begins with. */
export function placeOfDeclarations(text) {
  return /^(?:[ \t]*#[^\n]*\n)*/.exec(text)[0].length;
}

/** Return the offset of a place to be shown: the last sign of the query where the place is behind all of them. */
export function shownOffset(text, line, column) {
  return Math.min(offsetOf(text, line, column), Math.max(0, text.trimEnd().length - 1));
}

/** Return the offset of a line and column, both from 1; columns count code points, as the server counts them. */
function offsetOf(text, line, column) {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  const before = [...text.slice(start, end < 0 ? text.length : end)].slice(0, column - 1);
  return start + before.join("").length;
}
