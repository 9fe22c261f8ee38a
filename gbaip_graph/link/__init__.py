"""Links between our graph and others: mappings with evidence, candidates, conflicts, external graphs."""
