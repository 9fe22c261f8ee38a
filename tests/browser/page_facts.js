// What a page says of itself, and every piece of text that its reader sees with the language it is said to be in.
() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue.trim();
    const parent = node.parentElement;
    if (!text || !parent.checkVisibility() || parent.closest("script, style, textarea, .cm-editor")) continue;
    texts.push({
      text,
      language: parent.closest("[lang]")?.getAttribute("lang") ?? "",
      is_address: parent.closest("[data-iri], pre, code") !== null,
    });
  }
  const attributes = (selector, name) =>
    [...document.querySelectorAll(selector)].map((one) => one.getAttribute(name));
  return {
    texts,
    language: document.documentElement.lang,
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].map((one) => one.textContent.trim()),
    mains: document.querySelectorAll("main").length,
    versions: attributes("link[rel=alternate][hreflang]", "hreflang"),
    inline: attributes("[style], style, script:not([src]):not([type='application/ld+json'])", "class").length,
  };
}
