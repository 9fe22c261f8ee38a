// An answer of the server as elements of the page. Every text goes in as text, never as markup.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function cell(shown, column) {
  const made = element("td", { "data-column": column });
  if (!shown) return made;
  const { href, title, rel, language: lang } = shown;
  made.append(element(href ? "a" : "span", { href, lang, title, rel }, shown.text));
  if (shown.note) made.append(" ", element("span", { class: "tongue" }, shown.note));
  if (shown.is_number) made.className = "number";
  return made;
}

function table(answer) {
  const head = answer.columns.map((name) => element("th", { scope: "col" }, name));
  const rows = answer.rows.map((row) => element("tr", {}, ...row.map((shown, place) => cell(shown, answer.columns[place]))));
  const whole = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": answer.summary }, whole);
}

function downloads(answer) {
  const links = answer.downloads.map(({ label, href }) => element("li", {}, element("a", { href }, label)));
  return [element("h3", {}, answer.downloads_title), element("ul", { class: "downloads" }, ...links)];
}

/** Return the elements that show an answer; how many rows it has is told elsewhere. */
export function shownAnswer(answer) {
  return [...(answer.rows.length ? [table(answer)] : []), ...downloads(answer)];
}
