// Runs axe-core for some rules, by their names or tags; gives each node that breaks one.
async ({ rules, laidOut }) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(laidOut ? "* { content-visibility: visible !important; }" : "");
  document.adoptedStyleSheets = [sheet];
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
