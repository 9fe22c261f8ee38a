// Runs axe-core for some rules, by their names or tags; gives each node that breaks one.
async (rules) => {
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
