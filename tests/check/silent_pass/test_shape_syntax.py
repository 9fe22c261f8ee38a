"""Ill-formed shapes are violations at the triple that is wrong, each kind of fault once."""

from __future__ import annotations

import pytest

from tests.check.silent_pass.conftest import all_findings

#: Parameter and value on a property shape -> what the finding says of it.
WRONG_VALUES = {
    'sh:minCount ¦"x"': '"x" of sh:minCount is not a whole number',
    "sh:minCount ¦1.0": '"1.0" of sh:minCount is not a whole number',
    "sh:maxCount ¦e:one": "of sh:maxCount is not a whole number",
    'sh:minLength ¦"1"': "of sh:minLength is not a whole number",
    "sh:maxLength ¦true": "of sh:maxLength is not a whole number",
    'sh:datatype ¦"date"': "of sh:datatype is not the IRI of a datatype",
    "sh:datatype ¦[]": "of sh:datatype is not the IRI of a datatype",
    'sh:class ¦"Person"': "of sh:class is not the IRI of a class",
    "sh:nodeKind ¦e:IRI": "of sh:nodeKind is not one of the six node kinds",
    'sh:nodeKind ¦"IRI"': "of sh:nodeKind is not one of the six node kinds",
    'sh:uniqueLang ¦"yes"': "of sh:uniqueLang is not true or false",
    "sh:uniqueLang ¦1": "of sh:uniqueLang is not true or false",
    "sh:minInclusive ¦e:low": "of sh:minInclusive is not a literal",
    "sh:maxExclusive ¦e:high": "of sh:maxExclusive is not a literal",
    'sh:pattern ¦"("': "is not a regular expression that the judge can read: missing )",
    'sh:pattern ¦"\\\\p{L}"': "is not a regular expression that the judge can read: bad escape",
    'sh:pattern ¦"a"@en': "of sh:pattern is not a regular expression",
    "sh:pattern ¦e:p": "of sh:pattern is not a regular expression",
    'sh:pattern "a" ; sh:flags ¦"k"': "of sh:flags is not a set of flags: `k` is no flag",
    'sh:pattern "a" ; sh:flags ¦e:i': "of sh:flags is not a set of flags",
    'sh:equals ¦"e:q"': "of sh:equals is not the IRI of a property",
    "sh:lessThan ¦[]": "of sh:lessThan is not the IRI of a property",
    'sh:not ¦"e:T"': "of sh:not is not a shape",
    'sh:node ¦"e:T"': "of sh:node is not a shape",
    'sh:languageIn ¦"en"': 'of sh:languageIn is no list: "en" stands where a list should begin',
    "sh:languageIn ( ¦e:en )": "in the list of sh:languageIn is not a language tag in quotation marks",
    'sh:languageIn ( ¦"en_GB" )': "in the list of sh:languageIn is not a language tag in quotation marks: it",
    "sh:in ¦1": 'of sh:in is no list: "1" stands where a list should begin',
    "sh:or ¦e:T": "of sh:or is no list",
    'sh:and ( ¦"e:T" )': "in the list of sh:and is not a shape",
    "sh:minCount 1, ¦2": "sh:minCount is given 2 times",
    "sh:datatype xsd:date, ¦xsd:gYear": "sh:datatype is given 2 times",
    'sh:pattern "a", ¦"b"': "sh:pattern is given 2 times",
    'sh:flags ¦"i"': "sh:flags without sh:pattern says nothing",
    "sh:qualifiedMinCount ¦1": "sh:qualifiedMinCount without sh:qualifiedValueShape says nothing",
    "sh:qualifiedValueShape ¦[ sh:nodeKind sh:IRI ]": "without sh:qualifiedMinCount or sh:qualifiedMaxCount",
    'sh:qualifiedMinCount ¦"1" ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]': "is not a whole number",
    'sh:severity ¦"high"': "of sh:severity is not an IRI",
    'sh:deactivated ¦"true"': "of sh:deactivated is not true or false",
    "sh:message ¦e:m": "of sh:message is not a string",
}
LISTS = {
    "_:c rdf:first 1 .": "a cell of it has 1 rdf:first and 0 rdf:rest",
    "_:c rdf:first 1 ; rdf:rest _:d . _:d rdf:first 2 ; rdf:rest _:c .": "it leads back into itself",
    "_:c rdf:first 1 ; rdf:rest (), e:end .": "a cell of it has 1 rdf:first and 2 rdf:rest",
    "_:c rdf:first 1 ; rdf:rest e:end .": "http://example.org/end stands where a list should go on",
}
NODE_SHAPES = {
    "sh:minCount ¦1": "sh:minCount stands on a node shape, where it says nothing",
    "sh:uniqueLang ¦true": "sh:uniqueLang stands on a node shape",
    "sh:lessThan ¦e:q": "sh:lessThan stands on a node shape",
    'sh:closed ¦"yes"': "of sh:closed is not true or false",
    "sh:closed true ; sh:ignoredProperties ¦e:p": "of sh:ignoredProperties is no list",
    'sh:closed true ; sh:ignoredProperties ( ¦"p" )': "in the list of sh:ignoredProperties is not the IRI",
    "sh:ignoredProperties ¦( e:p )": "sh:ignoredProperties without sh:closed says nothing",
    'sh:property ¦"e:p"': "of sh:property is not a shape",
}
PATHS = {
    "sh:path e:p, ¦e:q": "a shape has one sh:path; this has 2",
    'sh:path ¦"e:p"': "the path cannot be read: a literal is no path",
    "sh:path ¦[]": "the path cannot be read: a path is a property, a list, or a blank node",
    "sh:path ¦( e:p )": "the path cannot be read: a sequence or alternative is a list of at least two",
    "sh:path ¦[ sh:inversePath e:p ; sh:zeroOrMorePath e:p ]": "exactly one kind of path",
    "sh:path ¦[ sh:alternativePath e:p ]": "a list of at least two paths",
}
TARGETS = {
    'sh:targetClass ¦"e:C"': "of sh:targetClass is not the IRI of a class",
    "sh:targetNode ¦[]": "of sh:targetNode is not an IRI or a literal",
    'sh:targetSubjectsOf ¦"e:p"': "of sh:targetSubjectsOf is not the IRI of a property",
    "sh:targetObjectsOf ¦[]": "of sh:targetObjectsOf is not the IRI of a property",
}


def of_property(text: str) -> str:
    return f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; {text} ] ."


@pytest.mark.parametrize("text", WRONG_VALUES)
def test_a_value_that_does_not_fit_its_parameter_is_refused(text, one_finding):
    assert WRONG_VALUES[text] in one_finding("ill-formed-shape", shapes=of_property(text)).message


@pytest.mark.parametrize("cells", LISTS)
def test_a_broken_list_is_refused_with_the_reason(cells, one_finding):
    shapes = of_property("sh:in ¦_:c") + cells
    assert LISTS[cells] in one_finding("ill-formed-shape", shapes=shapes).message


@pytest.mark.parametrize("text", NODE_SHAPES)
def test_what_a_node_shape_cannot_say_is_refused(text, one_finding):
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:nodeKind sh:IRI ; {text} ."
    assert NODE_SHAPES[text] in one_finding("ill-formed-shape", shapes=shapes).message


@pytest.mark.parametrize("text", PATHS)
def test_a_path_that_cannot_be_read_is_refused(text, one_finding):
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ {text} ; sh:minCount 1 ] ."
    assert PATHS[text] in one_finding("ill-formed-shape", shapes=shapes).message


@pytest.mark.parametrize("text", TARGETS)
def test_a_target_that_is_none_is_refused(text, one_finding):
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:nodeKind sh:IRI ; {text} ."
    assert TARGETS[text] in one_finding("ill-formed-shape", shapes=shapes).message


def test_a_property_shape_without_a_path_is_refused(one_finding):
    shapes = "e:S sh:targetNode e:a ; sh:property e:P . ¦e:P sh:minCount 1 ."
    assert "without sh:path" in one_finding("ill-formed-shape", shapes=shapes).message


def test_a_node_shape_with_a_path_is_refused(one_finding):
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:a ; sh:path ¦e:p ; sh:minCount 1 ."
    assert one_finding("ill-formed-shape", shapes=shapes).message == "a sh:NodeShape has no sh:path"


@pytest.mark.parametrize("reference", ["sh:node ¦e:Tt", "sh:not ¦e:Tt", "sh:or ¦( e:T e:Tt )"])
def test_a_shape_that_nothing_describes_is_refused(reference, one_finding):
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:node e:T ; {reference} . e:T sh:nodeKind sh:IRI ."
    assert "everything conforms to it" in one_finding("unknown-shape", shapes=shapes).message


def test_a_severity_that_is_not_of_shacl_is_a_warning(one_finding):
    shapes = "e:S sh:targetNode e:a ; sh:nodeKind sh:IRI ; sh:severity ¦e:Critical ."
    assert "none of the severities" in one_finding("unknown-severity", "warning", shapes=shapes).message


@pytest.mark.parametrize("flag", ["s", "x", "q"])
def test_a_flag_that_the_judge_passes_over_is_a_warning(flag, one_finding):
    shapes = of_property(f'sh:pattern "a" ; sh:flags ¦"{flag}"')
    assert f"the flag `{flag}`" in one_finding("read-otherwise", "warning", shapes=shapes).message


def test_a_boolean_in_digits_is_a_warning(one_finding):
    shapes = of_property('sh:uniqueLang ¦"1"^^xsd:boolean')
    assert "engines differ" in one_finding("read-otherwise", "warning", shapes=shapes).message


def test_a_pattern_that_is_too_long_to_be_compiled_is_refused(one_finding):
    shapes = of_property(f'sh:pattern ¦"{"a" * 70_000}"')
    assert "70000 characters, more than 65536" in one_finding("ill-formed-shape", shapes=shapes).message


def test_a_pattern_that_is_nested_too_deeply_is_refused(one_finding):
    shapes = of_property(f'sh:pattern ¦"{"(" * 5_000}{")" * 5_000}"')
    one_finding("ill-formed-shape", shapes=shapes)


WELL_FORMED = """
e:S a sh:NodeShape ; sh:targetNode e:a ; sh:closed true ; sh:ignoredProperties ( rdf:type e:q ) ;
    sh:nodeKind sh:BlankNodeOrIRI ; sh:or ( e:T [ sh:class e:C ] ) ; sh:xone ( e:T ) ; sh:not [ sh:in () ] ;
    sh:severity sh:Warning ; sh:message "m", "n"@en ; sh:deactivated false ; sh:hasValue [] ;
    sh:property e:P, [ sh:path ( e:p [ sh:inversePath [ sh:zeroOrMorePath e:q ] ] ) ; sh:maxCount 3 ] .
e:P a sh:PropertyShape ; sh:path e:p ; sh:name "p" ; sh:order 1.5 ; sh:group e:G ; sh:defaultValue 3 ;
    sh:minCount 0 ; sh:maxCount 2 ; sh:datatype xsd:string ; sh:pattern "^a$" ; sh:flags "im" ;
    sh:languageIn ( "en" "zh-Hant" ) ; sh:uniqueLang false ; sh:lessThan e:q, e:r ; sh:minInclusive 1 ;
    sh:qualifiedValueShape e:T ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShapesDisjoint true .
e:T a sh:NodeShape ; sh:in ( 1 "x" e:a ) .
e:G a sh:PropertyGroup .
"""


def test_well_formed_shapes_have_no_finding():
    assert all_findings(shapes=WELL_FORMED) == ()
