// The query page with script: the form works without any of this.

import { shownAnswer } from "./answer.js";
import { mount } from "./view.js";

const form = document.getElementById("query-form");
if (form) start(form);

function start(form) {
  const { answer: answerAddress, terms: termsAddress, words: wordsText } = form.dataset;
  const words = JSON.parse(wordsText);
  const textarea = form.elements.namedItem("query");
  const status = document.getElementById("query-status");
  const fault = document.getElementById("query-fault");
  const answer = document.getElementById("answer-body");
  const permalink = document.getElementById("query-link");
  const button = (name) => form.querySelector(`button[name="${name}"]`);
  let fetched;
  let running = null;

  /** What can be completed, fetched once, and again where that failed. */
  const vocabulary = () => {
    fetched ??= fetch(termsAddress).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    });
    return fetched.catch(() => {
      fetched = undefined;
      return { prefixes: {}, terms: [] };
    });
  };
  const editor = mount(textarea, { words, vocabulary, run });

  function say(text) {
    status.textContent = text;
  }

  function showFault(problem) {
    fault.replaceChildren();
    fault.hidden = !problem;
    editor.unmark();
    if (!problem) return;
    fault.append(...told(problem, words));
    if (!problem.line) return;
    const offset = editor.mark(problem.line, problem.column);
    const place = document.createElement("button");
    place.type = "button";
    place.textContent = filled(words.place, problem);
    place.addEventListener("click", () => editor.goTo(offset));
    fault.append(" ", place);
  }

  async function run() {
    running?.abort();
    const stopper = new AbortController();
    running = stopper;
    button("stop").disabled = false;
    say(words.running);
    showFault(null);
    const started = performance.now();
    const { prefixes } = await vocabulary();
    if (editor.addPrefixes(prefixes).length) say(words.running);
    const query = editor.text;
    const asked = `?${new URLSearchParams({ query })}`;
    try {
      const response = await fetch(answerAddress + asked, { signal: stopper.signal, headers: { Accept: "application/json" } });
      const document_ = await response.json();
      if (!response.ok) {
        say("");
        showFault(document_);
        answer.replaceChildren();
      } else {
        answer.replaceChildren(...shownAnswer(document_));
        const seconds = ((performance.now() - started) / 1000).toFixed(2);
        say(`${document_.summary} ${filled(words.elapsed, { seconds })}`);
      }
      history.replaceState(null, "", asked);
      permalink.href = asked;
    } catch (error) {
      say("");
      if (error.name !== "AbortError") showFault({ failed: words.failed });
      else if (running === stopper) say(words.stopped);
    } finally {
      if (running === stopper) {
        running = null;
        button("stop").disabled = true;
      }
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  button("stop").addEventListener("click", () => running?.abort());
  button("prefixes").addEventListener("click", async () => {
    const { prefixes } = await vocabulary();
    const names = editor.addPrefixes(prefixes);
    say(names.length ? filled(words.added, { names: names.join(", ") }) : words.complete);
  });
  button("share").addEventListener("click", async () => {
    const address = new URL(`?${new URLSearchParams({ query: editor.text })}`, location.href);
    permalink.href = address.href;
    try {
      await navigator.clipboard.writeText(address.href);
      say(words.copied);
    } catch {
      permalink.focus(); // no clipboard without a secure connection: the link is there to be copied
      say(words.uncopied);
    }
  });
  const saved = document.getElementById("saved-form");
  saved?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = saved.elements.namedItem("saved").value;
    try {
      const response = await fetch(`${saved.dataset.texts}?${new URLSearchParams({ saved: name })}`);
      if (!response.ok) throw new Error(String(response.status));
      editor.replace((await response.json()).query);
      showFault(null);
      say(words.replaced);
      editor.focus();
    } catch {
      saved.submit();
    }
  });
  for (const name of ["prefixes", "share"]) button(name).disabled = false;
  if (fault.dataset.line) editor.mark(Number(fault.dataset.line), Number(fault.dataset.column));
}

/** Return what a problem of the server says; it speaks English, but for what is said of every refused query. */
function told({ failed, type, title, detail, mend }, words) {
  const head = document.createElement("strong");
  const rest = document.createElement("span");
  if (failed) {
    head.textContent = failed;
    return [head];
  }
  rest.lang = "en";
  const isRefused = String(type).endsWith("/query-refused");
  head.textContent = isRefused ? words.refused : "";
  rest.textContent = [isRefused ? "" : title, detail, mend].filter(Boolean).map(ended).join(" ");
  return [head, " ", rest];
}

/** Return a sentence with its full stop. */
function ended(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Put values into a text: `{name}`. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
