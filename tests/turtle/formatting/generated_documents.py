"""Hypothesis strategies for Turtle documents with comments at every place where the grammar allows them."""

from __future__ import annotations

from hypothesis import strategies as st

DECLARATIONS = (
    "@prefix ex: <http://example.org/> .",
    "PREFIX ex: <http://example.org/>",
    "@prefix : <http://example.org/deep/> .",
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
    "@prefix own: <#> .",
    "@base <http://base.example/x/> .",
    "bAsE <y/>",
)
#: Declared before everything else, so that every name of a document has its prefix.
OPENING = (
    "@prefix ex: <http://example.org/> . @prefix : <http://example.org/deep/> . @prefix own: <#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <urn:xsd#> .\n"
)
NAMES = st.sampled_from(
    ["ex:a", "ex:b10", "ex:b9", r"ex:with\~tilde", "ex:a.b-c", "ex:研討會", "ex:", ":x", "own:y", r"own:\/z",
     "<http://example.org/a>", "<http://example.org/deep/x>", "<urn:other>", "<relative>", "<#y>",
     r"<\u00e9>", "_:label", "_:b.1", "ex:a%20b", "ex:c:d", "rdf:nil", "<http://example.org/zw\u200bj>"]
)  # fmt: skip
VERBS = st.sampled_from(["a", "rdf:type", "ex:p", "ex:q", ":p", "own:p", "<http://example.org/p>", "<p>"])
STRINGS = st.one_of(
    st.sampled_from(
        ["''", '""', '"""a "quoted"\nline\t"""', "'''it''s'''", r'"\u00e9\n\\"', '"# no comment"']
    ),
    st.text(alphabet="ab\"'\\\n\r\t\x00\u200b\u2028é𠮷#", max_size=6).map(
        lambda text: '"' + "".join(f"\\U{ord(one):08X}" for one in text) + '"'
    ),
)
LITERALS = st.one_of(
    st.sampled_from(["1", "-2.50", "+.5", "1e0", "1.E3", "007", "true", "false"]),
    st.builds(
        lambda string, kind: string + kind,
        STRINGS,
        st.sampled_from(
            ["", "@en", "@zh-hant-HK", "^^xsd:date", "^^<http://www.w3.org/2001/XMLSchema#string>",
             "^^<http://www.w3.org/2001/XMLSchema#integer>"]
        ),
    ),
)  # fmt: skip
COMMENTS = st.sampled_from(["# one", "#two", "#", "# three ; ex:p <> . # [", "# trailing  \t", "# 四"])
#: What stands between two tokens: blanks, a comment at the end of the line, comments in lines of their own.
GAPS = st.one_of(
    st.just(" "),
    st.just(" "),
    st.sampled_from(["\n", "\r\n", "\n\n\n", "\t", "\r"]),
    st.builds(
        lambda before, comments, after: before + "".join(f"{comment}\n{after}" for comment in comments),
        st.sampled_from([" ", "\n  ", "\n\n"]),
        st.lists(COMMENTS, min_size=1, max_size=2),
        st.sampled_from(["", "  ", "\n", "\r\n\r\n"]),
    ),
)

_Tokens = st.SearchStrategy[list[str]]


def _object(inner: _Tokens) -> _Tokens:
    bracket = st.one_of(st.just([]), _pairs(inner)).map(lambda tokens: ["[", *tokens, "]"])
    collection = st.lists(inner, max_size=6).map(
        lambda items: ["(", *(t for item in items for t in item), ")"]
    )
    return st.one_of(bracket, collection)


def _pairs(objects: _Tokens) -> _Tokens:
    object_list = st.lists(objects, min_size=1, max_size=3).map(lambda found: _joined(found, ","))
    pair = st.builds(lambda verb, tokens: [verb, *tokens], VERBS, object_list)
    listed = st.lists(pair, min_size=1, max_size=3)
    return st.builds(
        lambda found, mark, end: [*_joined(found, mark), *end],
        listed,
        st.sampled_from([";", ";;"]),
        st.sampled_from([[], [";"]]),
    )


def _joined(parts: list[list[str]], mark: str) -> list[str]:
    tokens = list(parts[0])
    for part in parts[1:]:
        tokens += [*mark, *part]
    return tokens


SIMPLE = st.one_of(NAMES, LITERALS).map(lambda token: [token])
OBJECTS = st.recursive(SIMPLE, _object, max_leaves=6)
STATEMENTS = st.one_of(
    st.builds(lambda subject, pairs: [subject, *pairs, "."], NAMES, _pairs(OBJECTS)),
    st.builds(lambda pairs: ["[]", *pairs, "."], _pairs(OBJECTS)),
    st.builds(lambda pairs: ["[", *pairs, "]", "."], _pairs(OBJECTS)),
    st.builds(lambda one, two: ["[", *one, "]", *two, "."], _pairs(OBJECTS), _pairs(OBJECTS)),
    st.builds(lambda item, pairs: ["(", *item, ")", *pairs, "."], OBJECTS, _pairs(OBJECTS)),
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a whole document; tokens are parted by gaps that may hold comments."""
    statements = st.one_of(STATEMENTS, st.sampled_from(DECLARATIONS).map(_tokens_of_declaration))
    tokens = [token for statement in draw(st.lists(statements, max_size=5)) for token in statement]
    gaps = draw(st.lists(GAPS, min_size=len(tokens) + 1, max_size=len(tokens) + 1))
    body = "".join(gap + token for gap, token in zip(gaps, tokens, strict=False))
    return OPENING + body + gaps[-1]


def _tokens_of_declaration(declaration: str) -> list[str]:
    return declaration.split(" ")
