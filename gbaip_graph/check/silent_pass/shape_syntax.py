"""Ill-formed shapes: values that do not fit a parameter, broken lists and paths, shapes that are not there.

Engines pass over most of these without a word. The rules are those of
https://www.w3.org/TR/shacl/#syntax-rules, the forms of values stand in ``parameter_forms``.
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.check.shacl.model import SH, Shape, severity_of
from gbaip_graph.check.shacl.paths import NoPath, read_path
from gbaip_graph.check.silent_pass.list_cells import broken_list, list_cells
from gbaip_graph.check.silent_pass.parameter_forms import NEEDED_BESIDE, PARAMETERS, Form, Parameter
from gbaip_graph.check.silent_pass.shapes_in_place import ShapesInPlace, told
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_TYPE, Iri, Literal, Term

RULE = "ill-formed-shape"
_PATH, _PROPERTY, _SEVERITY = Iri(SH + "path"), Iri(SH + "property"), Iri(SH + "severity")
_NODE_SHAPE, _PROPERTY_SHAPE = Iri(SH + "NodeShape"), Iri(SH + "PropertyShape")
_SEVERITIES = frozenset(SH + name for name in ("Violation", "Warning", "Info"))
_SHAPE_PARAMETERS = ("node", "property", "not", "qualifiedValueShape", "and", "or", "xone")


def shape_syntax_findings(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find where a shape is ill-formed, at the triple that is wrong."""
    property_shapes = {
        value for shape in shapes.graph.shapes.values() for value in shape.values.get(_PROPERTY, ())
    }
    for shape in shapes.graph.shapes.values():
        is_of_property = shape.node in property_shapes or _PROPERTY_SHAPE in shape.values.get(IRI_TYPE, ())
        for name, parameter in PARAMETERS.items():
            if shape.of(name):
                yield from _parameter_faults(shapes, shape, name, parameter)
                if parameter.needs_path and not is_of_property and _PATH not in shape.values:
                    yield _misplaced(shapes, shape, name)
        yield from _path_faults(shapes, shape, needs_path=is_of_property)
        yield from _lonely_parameters(shapes, shape)
        yield from _severity_faults(shapes, shape)
        yield from _missing_shapes(shapes, shape)


def _parameter_faults(
    shapes: ShapesInPlace, shape: Shape, name: str, parameter: Parameter
) -> Iterator[Finding]:
    predicate, values = Iri(SH + name), shape.of(name)
    if parameter.most is not None and len(values) > parameter.most:
        yield shapes.finding(
            shape.node,
            RULE,
            f"sh:{name} is given {len(values)} times, to a shape that may have it once",
            mend="Keep one of them, or put the others on shapes of their own.",
            path=predicate,
            value=values[-1],
        )
    for value in values:
        if parameter.is_list:
            yield from _list_faults(shapes, shape, name, value, parameter.form)
        else:
            yield from _value_faults(shapes, shape, name, value, parameter.form)


def _misplaced(shapes: ShapesInPlace, shape: Shape, name: str) -> Finding:
    what = f"sh:{name} stands on a node shape, where it says nothing"
    mend = "Move it to a property shape, which has a sh:path."
    return shapes.finding(shape.node, RULE, what, mend=mend, path=Iri(SH + name), value=shape.of(name)[0])


def _value_faults(
    shapes: ShapesInPlace, shape: Shape, name: str, value: Term, form: Form
) -> Iterator[Finding]:
    path = Iri(SH + name)
    if (fault := form.fault(value)) is not None:
        what = f"{told(value)} of sh:{name} is not {form.noun}" + _because(fault)
        yield shapes.finding(shape.node, RULE, what, mend=form.mend, path=path, value=value)
    elif doubt := form.doubt(value):
        what = f"{told(value)} of sh:{name}: {doubt}"
        yield shapes.finding(
            shape.node, "read-otherwise", what, mend=form.mend, path=path, value=value, severity="warning"
        )


def _list_faults(shapes: ShapesInPlace, shape: Shape, name: str, head: Term, form: Form) -> Iterator[Finding]:
    if shapes.graph.members_of(head) is None:
        what = f"the value of sh:{name} is no list: {broken_list(head, shapes.graph)}"
        mend = "Write the list in round brackets: `( ... )`."
        yield shapes.finding(shape.node, RULE, what, mend=mend, path=Iri(SH + name), value=head)
        return
    for cell, member in list_cells(head, shapes.graph):
        if (fault := form.fault(member)) is not None:
            what = f"{told(member)} in the list of sh:{name} is not {form.noun}" + _because(fault)
            yield shapes.finding(cell, RULE, what, mend=form.mend, path=IRI_FIRST, value=member)


def _because(fault: str) -> str:
    return f": {fault}" if fault else ""


def _path_faults(shapes: ShapesInPlace, shape: Shape, *, needs_path: bool) -> Iterator[Finding]:
    paths = shape.values.get(_PATH, ())
    types = shape.values.get(IRI_TYPE, ())
    if len(paths) > 1:
        yield shapes.finding(
            shape.node, RULE, f"a shape has one sh:path; this has {len(paths)}",
            mend="Write a sequence `( ... )` or [ sh:alternativePath ( ... ) ], or two property shapes.",
            path=_PATH, value=paths[-1],
        )  # fmt: skip
    elif not paths and shape.values and needs_path:
        what = "a property shape without sh:path says nothing of any property"
        yield shapes.finding(shape.node, RULE, what, mend="Give it the property that it is about: sh:path.")
    elif paths and _NODE_SHAPE in types:
        what = "a sh:NodeShape has no sh:path"
        mend = "Make it a sh:PropertyShape, or move sh:path to one of its property shapes."
        yield shapes.finding(shape.node, RULE, what, mend=mend, path=_PATH, value=paths[0])
    if len(paths) == 1 and (fault := _path_fault(shapes, paths[0])):
        yield shapes.finding(
            shape.node, RULE, f"the path cannot be read: {fault}",
            mend="https://www.w3.org/TR/shacl/#property-paths has the forms of a path.",
            path=_PATH, value=paths[0],
        )  # fmt: skip


def _path_fault(shapes: ShapesInPlace, path: Term) -> str:
    try:
        read_path(path, values_of=shapes.graph.values_of, members_of=shapes.graph.members_of)
    except NoPath as error:
        return str(error)
    return ""


def _lonely_parameters(shapes: ShapesInPlace, shape: Shape) -> Iterator[Finding]:
    for name, needed in NEEDED_BESIDE.items():
        if (values := shape.of(name)) and not any(shape.of(other) for other in needed):
            beside = " or ".join(f"sh:{other}" for other in needed)
            what = f"sh:{name} without {beside} says nothing"
            mend = f"Add {beside}, or take sh:{name} out."
            yield shapes.finding(shape.node, RULE, what, mend=mend, path=Iri(SH + name), value=values[0])


def _severity_faults(shapes: ShapesInPlace, shape: Shape) -> Iterator[Finding]:
    severity = severity_of(shape)
    # A misspelt one in the SHACL namespace is found among the unknown terms.
    if severity.value not in _SEVERITIES and not severity.value.startswith(SH):
        yield shapes.finding(
            shape.node, "unknown-severity", f"{told(severity)} is none of the severities of SHACL",
            mend="Write sh:Violation, sh:Warning or sh:Info; its results are shown as warnings.",
            path=_SEVERITY, value=severity, severity="warning",
        )  # fmt: skip


def _missing_shapes(shapes: ShapesInPlace, shape: Shape) -> Iterator[Finding]:
    """Find references to shapes of which nothing is said, which everything conforms to."""
    for name in _SHAPE_PARAMETERS:
        for value in shape.of(name):
            members = shapes.graph.members_of(value) if PARAMETERS[name].is_list else (value,)
            for one in members or ():
                if not isinstance(one, Literal) and not shapes.graph.values_of(one):
                    yield shapes.finding(
                        shape.node, "unknown-shape",
                        f"nothing is said of {told(one)}, which sh:{name} names: everything conforms to it",
                        mend="Correct the name, or give the file in which that shape stands.",
                        path=Iri(SH + name), value=value,
                    )  # fmt: skip
