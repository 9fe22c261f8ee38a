// The editor in place of a text area. Its styles are adopted by a shadow root, as the policy of the page allows no <style>.

import { closeCompletion, completionStatus } from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, Prec, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutterLineClass, GutterMarker, keymap, lineNumbers } from "@codemirror/view";
import { completion } from "./completion.js";
import { colours, look } from "./look.js";
import { declarations, missingPrefixes, placeOfDeclarations, shownOffset } from "./sparql_text.js";

const setFault = StateEffect.define();

class FaultMarker extends GutterMarker {
  elementClass = "cm-fault";
}
const faultMarker = new FaultMarker();
const faultLine = Decoration.line({ class: "cm-fault-line" });
const faultMark = Decoration.mark({ class: "cm-fault-mark" });

/** Where the query is wrong, as an offset, or null; the next change of the text clears it. */
const fault = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setFault)) return effect.value;
    return transaction.docChanged ? null : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (at) => (view) => at === null ? Decoration.none : decorated(view.state, at)),
    gutterLineClass.compute([field], (state) => {
      const at = state.field(field);
      return at === null ? RangeSet.empty : RangeSet.of(faultMarker.range(state.doc.lineAt(at).from));
    }),
    EditorView.contentAttributes.compute([field], (state) => state.field(field) === null ? {} : { "aria-invalid": "true" }),
  ],
});

function decorated(state, at) {
  const line = state.doc.lineAt(at);
  const sign = /^(?:[\w:.?$@-]+|.)/u.exec(line.text.slice(at - line.from));
  const marks = [faultLine.range(line.from)];
  if (sign) marks.push(faultMark.range(at, at + sign[0].length));
  return Decoration.set(marks);
}

/** Put an editor in place of a text area, which stays in the form and is kept up to date. */
export function mount(textarea, { words, vocabulary, run }) {
  const host = document.createElement("div");
  host.className = "editor-host cm-editor"; // what is inside is hidden from the document, so the host bears its name
  const height = textarea.offsetHeight;
  const root = host.attachShadow({ mode: "open" });
  const content = { "aria-label": words.label, "aria-description": words.hint, spellcheck: "false", autocapitalize: "off" };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
        lineNumbers(),
        history(),
        completion(vocabulary),
        // Tab is not bound: it leaves the editor.
        keymap.of([...standardKeymap, ...historyKeymap]),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        bracketMatching(),
        indentUnit.of("  "),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(content),
        EditorState.phrases.of({ Completions: words.completions }),
        fault,
        look,
        EditorView.theme({ ".cm-content, .cm-gutters": { minHeight: `${height - 2}px` } }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) textarea.value = update.state.doc.toString();
        }),
        EditorView.domEventHandlers({
          // The browser would give what is written over a selection the style of what it replaces, in an attribute,
          // which the policy of the page forbids.
          beforeinput(event, typed) {
            if (event.inputType !== "insertText" || typed.state.selection.main.empty) return false;
            if (!event.cancelable || event.isComposing || !event.data) return false;
            typed.dispatch(typed.state.replaceSelection(event.data), { scrollIntoView: true, userEvent: "input.type" });
            return true;
          },
          blur(_, focusless) {
            if (completionStatus(focusless.state)) closeCompletion(focusless);
          },
        }),
      ],
    }),
  });
  textarea.before(host);
  textarea.hidden = true;
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  return new Editor(view);
}

/** What the page does with the editor. */
class Editor {
  constructor(view) {
    this.view = view;
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Replace the whole text; it can be undone. */
  replace(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  /** Declare the known prefixes that are used and not declared; returns their names. */
  addPrefixes(known) {
    const names = missingPrefixes(this.text, known);
    const insert = declarations(names, known);
    if (insert) this.view.dispatch({ changes: { from: placeOfDeclarations(this.text), insert } });
    return names;
  }

  /** Mark a place, both numbers from 1, until the text changes; returns its offset. */
  mark(line, column) {
    const at = shownOffset(this.text, line, column);
    this.view.dispatch({ effects: setFault.of(at) });
    return at;
  }

  unmark() {
    this.view.dispatch({ effects: setFault.of(null) });
  }

  focus() {
    this.view.focus();
  }

  /** Put the cursor to an offset, or to the end of a text that has become shorter. */
  goTo(offset) {
    this.view.dispatch({ selection: { anchor: Math.min(offset, this.view.state.doc.length) }, scrollIntoView: true });
    this.view.focus();
  }
}
