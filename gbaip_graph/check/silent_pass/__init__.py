"""Nothing passes in silence: what makes a check say "conforms" although nothing was judged is a finding.

Each module is one kind of silence, as a function from ``LoadedData`` to findings: ``shape_syntax``
(ill-formed shapes), ``shape_targets`` (shapes that meet nothing, records that meet no shape),
``not_evaluated`` (what no engine here runs or fetches), ``undeclared_terms`` (names that nothing declares),
``ontology_soundness`` (contradictions, classes that can have no member).
"""
