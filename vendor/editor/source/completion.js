// Completion from what the graph has: keywords, prefixes, terms of the ontology, concepts and things by their names.

import { autocompletion, pickedCompletion } from "@codemirror/autocomplete";
import { declarations, missingPrefixes, placeOfDeclarations } from "./sparql_text.js";

const KEYWORDS = [
  "ASK", "BIND", "BOUND", "COALESCE", "CONSTRUCT", "COUNT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "GRAPH",
  "GROUP BY", "HAVING", "IF", "LANG", "LANGMATCHES", "LIMIT", "MINUS", "NOT EXISTS", "OFFSET", "OPTIONAL", "ORDER BY",
  "PREFIX", "REGEX", "SELECT", "STR", "SUM", "UNION", "VALUES", "WHERE",
].map((label) => ({ label, type: "keyword" }));

/** Put text where the completion stands, and what it needs before the query. */
function applied(text, known) {
  return (view, completion, from, to) => {
    const whole = view.state.sliceDoc(0, from) + text + view.state.sliceDoc(to);
    const missing = text.endsWith(":") ? [] : missingPrefixes(whole, known);
    const at = Math.min(placeOfDeclarations(whole), from);
    const changes = [{ from, to, insert: text }];
    if (missing.length) changes.push({ from: at, insert: declarations(missing, known) });
    const set = view.state.changes(changes);
    view.dispatch({
      changes: set,
      selection: { anchor: set.mapPos(to, 1) },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
      scrollIntoView: true,
    });
  };
}

function optionsOf({ prefixes, terms }) {
  const names = Object.keys(prefixes).map((prefix) => ({
    label: `${prefix}:`,
    detail: prefixes[prefix],
    type: "namespace",
    apply: applied(`${prefix}:`, prefixes),
  }));
  const things = terms.map(([name, label]) => ({ label: name, detail: label, apply: applied(name, prefixes) }));
  // The same things again by what people call them.
  const called = terms
    .filter(([name, label]) => label && label !== name)
    .map(([name, label]) => ({ label, detail: name, apply: applied(name, prefixes), boost: -5 }));
  return { words: [...KEYWORDS, ...names, ...things, ...called], ofNames: [...names, ...things] };
}

/** Return the extension; the vocabulary is a promise, fetched when the first completion is asked for. */
export function completion(vocabulary) {
  let options;
  const source = async (context) => {
    const word = context.matchBefore(/[A-Za-z][\w-]*(?::[\w.-]*)?|[\u3400-\u9fff]+/);
    if (!word && !context.explicit) return null;
    const before = context.state.sliceDoc(word ? word.from - 1 : 0, word?.from ?? 0);
    if (/[?$"'<@#\\]/.test(before) || isInsideText(context)) return null;
    options ??= optionsOf(await vocabulary());
    const isName = Boolean(word?.text.includes(":"));
    return {
      from: word ? word.from : context.pos,
      options: isName ? options.ofNames : options.words,
      validFor: isName ? /^[A-Za-z][\w-]*:[\w.-]*$/ : /^[\w-]*$/,
    };
  };
  // As many at a time as fit without a box that scrolls, which the keyboard could not reach; arrows lead on.
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 9, defaultKeymap: true });
}

/** Whether the place is inside a comment or a string of its line. */
function isInsideText(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from).replace(/<[^\s<>]*>/g, "");
  const rest = before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["'#]/.test(rest);
}
