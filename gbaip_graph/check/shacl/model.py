"""The shapes graph as data: every shape with its targets, its parameters and its SPARQL constraints.

For the parts of the check that must know what a shape says without running it. It judges nothing; what is
ill-formed stays visible as it is written. https://www.w3.org/TR/shacl/#shapes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.check.shacl.paths import NoPath, Path, read_path
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import (
    IRI_FIRST,
    IRI_NIL,
    IRI_REST,
    IRI_TYPE,
    XSD,
    Iri,
    Literal,
    Subject,
    Term,
    Triple,
)

SH = PREFIXES["sh"]
RDFS_CLASS, SUB_CLASS_OF = Iri(PREFIXES["rdfs"] + "Class"), Iri(PREFIXES["rdfs"] + "subClassOf")
_TARGET_NODE, _TARGET_CLASS = Iri(SH + "targetNode"), Iri(SH + "targetClass")
_TARGET_SUBJECTS_OF, _TARGET_OBJECTS_OF = Iri(SH + "targetSubjectsOf"), Iri(SH + "targetObjectsOf")
#: https://www.w3.org/TR/shacl-af/#targets - run by no engine here.
_TARGET_BY_QUERY = Iri(SH + "target")
TARGET_PROPERTIES = (_TARGET_NODE, _TARGET_CLASS, _TARGET_SUBJECTS_OF, _TARGET_OBJECTS_OF, _TARGET_BY_QUERY)
_NODE_SHAPE, _PROPERTY_SHAPE, _PATH = Iri(SH + "NodeShape"), Iri(SH + "PropertyShape"), Iri(SH + "path")
_SHAPE_LISTS = tuple(Iri(SH + name) for name in ("and", "or", "xone"))
_SHAPE_VALUES = tuple(Iri(SH + name) for name in ("node", "property", "not", "qualifiedValueShape"))
_SPARQL, _SELECT, _DEACTIVATED = Iri(SH + "sparql"), Iri(SH + "select"), Iri(SH + "deactivated")
_SEVERITY, _MESSAGE, _PARAMETER = Iri(SH + "severity"), Iri(SH + "message"), Iri(SH + "parameter")
#: The properties that carry SPARQL, those of rules and functions too.
QUERY_PROPERTIES = tuple(Iri(SH + name) for name in ("select", "ask", "construct", "update"))
_PREFIXES, _DECLARE = Iri(SH + "prefixes"), Iri(SH + "declare")
_PREFIX, _NAMESPACE = Iri(SH + "prefix"), Iri(SH + "namespace")
_IMPORTS = Iri(PREFIXES["owl"] + "imports")
VIOLATION = Iri(SH + "Violation")
#: The parameters of the core constraint components (https://www.w3.org/TR/shacl/#core-components).
CONSTRAINT_PARAMETERS = frozenset({
    "and", "class", "closed", "datatype", "disjoint", "equals", "flags", "hasValue", "ignoredProperties",
    "in", "languageIn", "lessThan", "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive",
    "maxLength", "minCount", "minExclusive", "minInclusive", "minLength", "node", "nodeKind", "not", "or",
    "pattern", "property", "qualifiedMaxCount", "qualifiedMinCount", "qualifiedValueShape",
    "qualifiedValueShapesDisjoint", "sparql", "uniqueLang", "xone",
})  # fmt: skip
#: Said of a shape without constraining anything (https://www.w3.org/TR/shacl/#nonValidation).
_IDLE_PARAMETERS = frozenset({
    "path", "severity", "message", "deactivated", "name", "description", "order", "group", "defaultValue",
})  # fmt: skip
_TRUE = frozenset({"true", "1"})


@dataclass(frozen=True)
class Targets:
    """What a shape is applied to (https://www.w3.org/TR/shacl/#targets)."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Term, ...] = ()
    subjects_of: tuple[Iri, ...] = ()
    objects_of: tuple[Iri, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True)
class SparqlConstraint:
    """A ``sh:SPARQLConstraint``: its node, its query with the prologue of its prefixes, its messages."""

    node: Subject
    select: str
    messages: tuple[str, ...]
    is_deactivated: bool


@dataclass(frozen=True)
class Shape:
    """One shape. ``values`` holds everything said of it, by property; ``path`` is None for a node shape.

    ``unread`` says what no reader of this class should pretend to understand: parameters of custom
    components, targets by query, rules, ill-formed paths.
    """

    node: Subject
    path: Path | None
    targets: Targets
    values: Mapping[Iri, tuple[Term, ...]]
    sparql: tuple[SparqlConstraint, ...]
    is_deactivated: bool
    unread: tuple[str, ...]

    def of(self, parameter: str) -> tuple[Term, ...]:
        """Return the values of a parameter by its local name in the SHACL namespace."""
        return self.values.get(Iri(SH + parameter), ())

    @property
    def parameters(self) -> frozenset[str]:
        """The local names of the core constraint parameters that the shape has."""
        names = (predicate.value.removeprefix(SH) for predicate in self.values)
        return CONSTRAINT_PARAMETERS.intersection(names)


@dataclass(frozen=True)
class ShapesGraph:
    """All shapes of a shapes graph, and what they point to."""

    triples: tuple[Triple, ...]

    @cached_property
    def shapes(self) -> Mapping[Subject, Shape]:
        """Every shape by its node, in the order of the files."""
        return {node: self._shape(node) for node in self._shape_nodes()}

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes that are applied by themselves: with a target and not deactivated."""
        return tuple(shape for shape in self.shapes.values() if shape.targets and not shape.is_deactivated)

    def values_of(self, node: Subject) -> Mapping[Iri, tuple[Term, ...]]:
        """Return everything said of a node, by property."""
        return self._by_subject.get(node, {})

    def members_of(self, node: Term) -> tuple[Term, ...] | None:
        """Return the members of a list, or None for what is no well-formed list."""
        members: list[Term] = []
        seen: set[Term] = set()
        while node != IRI_NIL:
            values = self.values_of(node) if not isinstance(node, Literal) else {}
            first, rest = values.get(IRI_FIRST, ()), values.get(IRI_REST, ())
            if len(first) != 1 or len(rest) != 1 or node in seen:
                return None
            seen.add(node)
            members.append(first[0])
            node = rest[0]
        return tuple(members)

    def queries(self) -> Iterator[tuple[Subject, Iri, str]]:
        """Return every SPARQL text with its node and property, behind its PREFIX lines."""
        for subject, predicate, object in self.triples:
            if predicate in QUERY_PROPERTIES and isinstance(object, Literal):
                yield subject, predicate, self._prologue(subject) + object.lexical

    @cached_property
    def custom_parameters(self) -> frozenset[Iri]:
        """The properties that some declared constraint component takes as its parameters."""
        return frozenset(
            path
            for triple in self.triples
            if triple.predicate == _PARAMETER and not isinstance(triple.object, Literal)
            for path in self.values_of(triple.object).get(_PATH, ())
            if isinstance(path, Iri)
        )

    @cached_property
    def _by_subject(self) -> Mapping[Subject, Mapping[Iri, tuple[Term, ...]]]:
        collected: dict[Subject, dict[Iri, dict[Term, None]]] = {}
        for subject, predicate, object in self.triples:
            collected.setdefault(subject, {}).setdefault(predicate, {})[object] = None
        return {
            subject: {predicate: tuple(objects) for predicate, objects in of_subject.items()}
            for subject, of_subject in collected.items()
        }

    def _shape_nodes(self) -> Iterator[Subject]:
        """Find the shapes by the definition of https://www.w3.org/TR/shacl/#shapes."""
        found: dict[Subject, None] = {}
        parameters = {Iri(SH + name) for name in CONSTRAINT_PARAMETERS} | self.custom_parameters
        for triple in self.triples:
            subject, predicate, object = triple
            is_typed = predicate == IRI_TYPE and object in (_NODE_SHAPE, _PROPERTY_SHAPE)
            if is_typed or predicate in TARGET_PROPERTIES or predicate in parameters:
                found[subject] = None
            if predicate in _SHAPE_VALUES and not isinstance(object, Literal):
                found[object] = None
            if predicate in _SHAPE_LISTS:
                members = self.members_of(object) or ()
                found.update((member, None) for member in members if not isinstance(member, Literal))
        return iter(found)

    def _shape(self, node: Subject) -> Shape:
        values = self.values_of(node)
        unread = [f"{what.value} is no core constraint" for what in values if self._is_unread(what)]
        path = None
        if written := values.get(_PATH):
            try:
                path = self._path(written)
            except NoPath as error:
                unread.append(str(error))
        return Shape(
            node=node,
            path=path,
            targets=self._targets(node, values),
            values=values,
            sparql=tuple(
                self._constraint(one) for one in values.get(_SPARQL, ()) if not isinstance(one, Literal)
            ),
            is_deactivated=_is_true(values.get(_DEACTIVATED, ())),
            unread=tuple(unread),
        )

    def _path(self, written: tuple[Term, ...]) -> Path:
        if len(written) != 1:
            raise NoPath("a shape has at most one path")
        return read_path(written[0], values_of=self.values_of, members_of=self.members_of)

    def _is_unread(self, predicate: Iri) -> bool:
        if predicate in self.custom_parameters or predicate == _TARGET_BY_QUERY:
            return True
        name = predicate.value.removeprefix(SH)
        is_known = name in CONSTRAINT_PARAMETERS or name in _IDLE_PARAMETERS or predicate in TARGET_PROPERTIES
        return predicate.value.startswith(SH) and not is_known

    def _targets(self, node: Subject, values: Mapping[Iri, tuple[Term, ...]]) -> Targets:
        classes = values.get(_TARGET_CLASS, ())
        if isinstance(node, Iri) and not self._classes_of_classes.isdisjoint(values.get(IRI_TYPE, ())):
            classes = (*classes, node)
        return Targets(
            nodes=values.get(_TARGET_NODE, ()),
            classes=classes,
            subjects_of=_iris(values.get(_TARGET_SUBJECTS_OF, ())),
            objects_of=_iris(values.get(_TARGET_OBJECTS_OF, ())),
        )

    @cached_property
    def _classes_of_classes(self) -> frozenset[Term]:
        """A shape that is an instance of these is its own target class (implicit class targets)."""
        found: set[Term] = {RDFS_CLASS}
        for triple in self.triples:
            if triple.predicate == SUB_CLASS_OF and triple.object == RDFS_CLASS:
                found.add(triple.subject)
        return frozenset(found)

    def _constraint(self, node: Subject) -> SparqlConstraint:
        values = self.values_of(node)
        text = next((one.lexical for one in values.get(_SELECT, ()) if isinstance(one, Literal)), "")
        return SparqlConstraint(
            node=node,
            select=self._prologue(node) + text,
            messages=tuple(sorted(m.lexical for m in values.get(_MESSAGE, ()) if isinstance(m, Literal))),
            is_deactivated=_is_true(values.get(_DEACTIVATED, ())),
        )

    def _prologue(self, node: Subject) -> str:
        """Write the PREFIX lines that ``sh:prefixes`` stands for (https://www.w3.org/TR/shacl/#sparql-prefixes)."""
        waiting, seen, found = list(self.values_of(node).get(_PREFIXES, ())), set[Term](), dict[str, str]()
        while waiting:
            ontology = waiting.pop()
            if ontology in seen or isinstance(ontology, Literal):
                continue
            seen.add(ontology)
            values = self.values_of(ontology)
            waiting.extend(values.get(_IMPORTS, ()))
            for declaration in values.get(_DECLARE, ()):
                if not isinstance(declaration, Literal):
                    found.update(self._declared(declaration))
        return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(found.items()))

    def _declared(self, declaration: Subject) -> Iterator[tuple[str, str]]:
        values = self.values_of(declaration)
        for prefix in values.get(_PREFIX, ()):
            for namespace in values.get(_NAMESPACE, ()):
                if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                    yield prefix.lexical, namespace.lexical


def read_shapes(triples: Iterable[Triple]) -> ShapesGraph:
    """Return the shapes graph of these triples; blank nodes of different files must have different labels."""
    return ShapesGraph(tuple(triples))


def severity_of(shape: Shape) -> Iri:
    """Return the severity of a shape's results, ``sh:Violation`` where none is given."""
    return next((one for one in shape.values.get(_SEVERITY, ()) if isinstance(one, Iri)), VIOLATION)


def _is_true(values: tuple[Term, ...]) -> bool:
    return any(
        isinstance(v, Literal) and v.datatype == XSD + "boolean" and v.lexical in _TRUE for v in values
    )


def _iris(terms: Iterable[Term]) -> tuple[Iri, ...]:
    return tuple(term for term in terms if isinstance(term, Iri))
