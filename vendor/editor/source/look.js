// How the editor looks: colours are the custom properties of the page, which know light and dark.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--muted)",
    borderRadius: "4px",
    fontSize: "0.9rem",
  },
  // The ring is drawn around the host, by the style sheet of the page.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-line": { padding: "0 0.5rem" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "transparent", border: "none" },
  ".cm-fault-line": { backgroundColor: "color-mix(in srgb, var(--editor-fault) 12%, transparent)" },
  ".cm-gutterElement.cm-fault": { color: "var(--editor-fault)", fontWeight: "bold", textDecoration: "underline" },
  ".cm-fault-mark": { textDecoration: "underline wavy 2px var(--editor-fault)", textUnderlineOffset: "4px" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px dashed var(--editor-fault)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--muted)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxWidth: "min(36rem, 90vw)", maxHeight: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "0.75rem", padding: "2px 6px" },
  ".cm-completionLabel": { flex: "1 1 auto", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--accent-ink)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { flex: "0 3 auto", overflow: "hidden", textOverflow: "ellipsis", maxWidth: "60%", margin: "0", color: "var(--muted)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { fontWeight: "bold" },
});

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--editor-keyword)", fontWeight: "bold" },
  { tag: tags.standard(tags.variableName), color: "var(--editor-keyword)" },
  { tag: tags.local(tags.variableName), color: "var(--editor-variable)" },
  { tag: tags.atom, color: "var(--editor-name)" },
  { tag: [tags.string, tags.meta], color: "var(--editor-string)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);
