"""What shapes say in words for people: what is wrong, what the shape demands, and names short enough to read.

For the findings on shapes. It judges nothing and finds no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from gbaip_graph.check.shacl.model import Shape, ShapesGraph
from gbaip_graph.check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.spelling import SHORTHAND
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Subject, Term

#: What a constraint component says of a value, or of the property, in the words of a message.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "And": "does not keep to all the shapes that it must",
        "Class": "is of another class than this place allows",
        "Closed": "is not allowed here",
        "Datatype": "is of the wrong datatype",
        "Disjoint": "is the same as what it must differ from",
        "Equals": "is not the same as what it must equal",
        "HasValue": "is not the one value that is allowed here",
        "In": "is none of the values that are allowed here",
        "LanguageIn": "has a language tag that is not allowed here",
        "LessThan": "is not less than what it must stay below",
        "LessThanOrEquals": "is later or greater than what it must not pass",
        "MaxCount": "is given too often",
        "MaxExclusive": "is too great",
        "MaxInclusive": "is too great",
        "MaxLength": "is too long",
        "MinCount": "is missing",
        "MinExclusive": "is too small",
        "MinInclusive": "is too small",
        "MinLength": "is too short",
        "Node": "does not keep to the shape that it must",
        "NodeKind": "is of the wrong kind of node",
        "Not": "is what it must not be",
        "Or": "is of another class or datatype than this place allows",
        "Pattern": "is outside what is allowed here",
        "QualifiedMaxCount": "has too many values of the kind that is counted",
        "QualifiedMinCount": "has too few values of the kind that is needed",
        "UniqueLang": "is given twice in one language",
        "Xone": "does not keep to exactly one of the shapes",
    }
)
#: What keeps the blank nodes of different files apart, in front of their labels.
_OF_WHICH_FILE = re.compile(r"^[dso]\d+\.")
_LOCAL_NAME = re.compile(r"[\w](?:[\w.-]*[\w-])?")
#: Of a long list of allowed values the first tell what is meant.
_SHOWN_MEMBERS = 10


class ShapeWords:
    """Names and demands of one shapes graph; ``prefixes`` are those of its files."""

    def __init__(self, shapes: ShapesGraph, prefixes: Mapping[str, str]) -> None:
        self._shapes = shapes
        self._prefixes = prefixes

    def rule(self, result: ValidationResult) -> str:
        """Return a stable name for what was broken: the shape's, or that of the named shape it is part of."""
        if _is_iri(result.shape):
            return self._name(result.shape)
        name = self._named_above(BlankNode(result.shape))
        component = component_of(result)
        return f"{self._name(name)}/{component}" if name else component

    def shape(self, result: ValidationResult) -> Shape | None:
        """Return the shape that a result is of."""
        node = result.source_shape
        return self._shapes.shapes.get(Iri(node) if _is_iri(node) else BlankNode(node))

    def demand(self, result: ValidationResult) -> str:
        """Return what the shape demands, as it is written there; nothing where that says nothing."""
        component = component_of(result)
        shape = self.shape(result)
        if component == "Closed":
            return "the shape is closed, so only the properties that it names are allowed"
        values = shape.of(component[:1].lower() + component[1:]) if shape is not None else ()
        return " ; ".join(f"sh:{component[:1].lower()}{component[1:]} {self._written(one)}" for one in values)

    def _written(self, term: Term) -> str:
        if not isinstance(term, BlankNode):
            return show(term, self._prefixes)
        members = self._shapes.members_of(term)
        if not members:
            return "[...]"
        rest = " ..." if len(members) > _SHOWN_MEMBERS else ""
        return f"( {' '.join(map(self._written, members[:_SHOWN_MEMBERS]))}{rest} )"

    def _name(self, iri: str) -> str:
        return short_name(iri, self._prefixes)

    def _named_above(self, node: Subject) -> str:
        """Return the IRI of the nearest node that leads to this one, or nothing."""
        waiting, seen = [node], {node}
        while waiting:
            for above in self._above.get(waiting.pop(0), ()):
                if isinstance(above, Iri):
                    return above.value
                if above not in seen:
                    seen.add(above)
                    waiting.append(above)
        return ""

    @cached_property
    def _above(self) -> Mapping[Term, list[Subject]]:
        above: dict[Term, list[Subject]] = {}
        for subject, _, object in self._shapes.triples:
            if isinstance(object, BlankNode):
                above.setdefault(object, []).append(subject)
        return above


def words_for(result: ValidationResult, rule: str) -> str:
    """Return what is wrong, to follow the names of the record, the property and the value."""
    return _WORDS.get(component_of(result)) or f"breaks the rule {rule.rpartition('.')[2]}"


def component_of(result: ValidationResult) -> str:
    """Return the short name of the constraint component: ``MinCount``, ``SPARQL``."""
    return re.split(r"[#/]", result.component)[-1].removesuffix("ConstraintComponent")


def short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the project's own compact name, or else one by these prefixes, or else the IRI.

    >>> short_name("https://example.org/a", {"e": "https://example.org/"})
    'e:a'
    """
    own = compact(iri)
    fitting = [
        (-len(namespace), prefix)
        for prefix, namespace in prefixes.items()
        if namespace and iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace))
    ]
    if own != iri or not fitting:
        return own
    length, prefix = min(fitting)
    return f"{prefix}:{iri[-length:]}"


def show(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term as people write it; nothing for none.

    >>> show(Literal("two", language="en"), {})
    '"two"@en'
    """
    if isinstance(term, Literal):
        shorthand = SHORTHAND.get(term.datatype)
        if shorthand is not None and shorthand.fullmatch(term.lexical):
            return term.lexical
        return f'"{term.lexical}"' + (f"@{term.language}" if term.language else "")
    if isinstance(term, Iri):
        return short_name(term.value, prefixes)
    if term is None:
        return ""
    label = _OF_WHICH_FILE.sub("", term.label)
    return "[]" if label.startswith("anon") else f"_:{label}"


def path_text(path: Path, prefixes: Mapping[str, str]) -> str:
    """Return a path as SPARQL writes it (https://www.w3.org/TR/sparql11-query/#propertypaths)."""
    match path:
        case Predicate(iri=iri):
            return short_name(iri.value, prefixes)
        case Inverse(path=inner):
            return f"^{_one_step(inner, prefixes)}"
        case Sequence(paths=paths):
            return "/".join(_one_step(one, prefixes) for one in paths)
        case Alternative(paths=paths):
            return "|".join(_one_step(one, prefixes) for one in paths)
        case Repeated(path=inner, least=least, is_bounded=is_bounded):
            return _one_step(inner, prefixes) + ("?" if is_bounded else "*+"[least])


def _one_step(path: Path, prefixes: Mapping[str, str]) -> str:
    text = path_text(path, prefixes)
    is_one = isinstance(path, Predicate) or (isinstance(path, Inverse) and isinstance(path.path, Predicate))
    return text if is_one else f"({text})"


def all_prefixes(declared: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the prefixes of several files together; of two that differ the first counts."""
    together: dict[str, str] = {}
    for prefixes in declared:
        together = {**prefixes, **together}
    return together


def _is_iri(node: str) -> bool:
    return ":" in node
