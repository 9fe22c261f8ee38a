// Runs axe-core for some rules, by their names or tags; gives each node that breaks one.
// The whole page is laid out first: inside what is not, links have places of their own that overlap others'.
async (rules) => {
  const laidOut = new CSSStyleSheet();
  laidOut.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [laidOut];
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => ({
      rule: violation.id,
      tags: violation.tags,
      where: node.target.join(" "),
      why: node.failureSummary,
    })),
  );
}
