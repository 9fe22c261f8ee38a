"""Pictures on pages: all of them, and one with its form, its table and its files.

The drawing is the work of ``gbaip_graph.pictures``; a picture that would mislead is told as a sentence, with
the choices that do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gbaip_graph.ask.languages import Label
from gbaip_graph.errors import InvalidValue, UsageError
from gbaip_graph.namespaces import expand
from gbaip_graph.pages.addresses import Addresses, page_path
from gbaip_graph.pages.page import LANGUAGES, Choice, Page, PageMissing, PageRequest, Parameters
from gbaip_graph.pages.picture_choices import CHOSEN_BY, fill_in, plain, to_begin_with, variants_of
from gbaip_graph.pages.views import SAFE_ADDRESSES, Cell, Named
from gbaip_graph.pictures import NAMES, NoPicture, Picture, TableCell, Variant, draw

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

PATH = "pictures"
#: Endings of the files of a picture.
ENDINGS = ("svg", "csv", "excel.csv")


# Numbers with their currencies and years are no longer than this, and stay on one line.
_SHORT_CHARACTERS = 16


@dataclass(frozen=True)
class Card:
    """A picture among all of them; ``icon`` is the sign that stands for it."""

    title: str
    lead: str
    href: str
    icon: str


@dataclass(frozen=True)
class Option:
    """A value that can be chosen in a form."""

    value: str
    label: Label
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A field of a form: one to choose from, or without options one to write into."""

    name: str
    title: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Offer:
    """A choice that gives a picture."""

    label: Label
    href: str
    is_here: bool


@dataclass(frozen=True)
class File:
    """A file of a picture: its ending, and its address."""

    ending: str
    href: str


@dataclass(frozen=True)
class Refusal:
    """Why there is no picture, and what to do."""

    what: str
    mend: str
    language: str
    is_misleading: bool


def paths(site: Site) -> Iterable[str]:
    """Return the paths of the pictures."""
    yield PATH
    yield from (f"{PATH}/{name}" for name in names(site))


def choices(site: Site) -> Iterable[Choice]:
    """Return the pictures with each choice that is offered."""
    for name in names(site):
        yield from ((f"{PATH}/{name}", one.parameters) for one in variants_of(site, name, LANGUAGES[0]))


def names(site: Site) -> tuple[str, ...]:
    """Return the pictures that can be drawn of a graph: another root may lack what one tells of."""
    if site.graph.is_remote:
        return NAMES
    return site.kept(("pictures",), lambda: tuple(name for name in NAMES if _can_draw(site, name)))


def _can_draw(site: Site, name: str) -> bool:
    try:
        drawn(site, PageRequest(f"{PATH}/{name}", LANGUAGES[0]), name, to_begin_with(site, name))
    except UsageError:
        return False
    return True


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page of all pictures, or of one; ``rest`` is its name.

    A picture that there cannot be is a page too, with the status 422.
    """
    if not rest:
        return site.page(request, "pictures.html", cards=cards(site, request))
    if rest not in NAMES:
        raise PageMissing(request.path)
    given = plain(request.parameters)
    picture: Picture | None = None
    refusal, offered = None, variants_of(site, rest, request.language)
    try:
        picture = drawn(site, request, rest, given or to_begin_with(site, rest))
    except NoPicture as error:
        refusal, offered = _refusal(error), error.choices or offered
    except InvalidValue as error:
        if rest not in CHOSEN_BY:
            raise
        refusal = _refusal(error)
    return _page(site, request, rest, given=given, picture=picture, refusal=refusal, offered=offered)


def _refusal(error: UsageError) -> Refusal:
    # What the questions say of wrong values is English; what the pictures say is in the language of the page.
    language = "en" if error.what.isascii() else ""
    return Refusal(error.what, error.mend, language, is_misleading=isinstance(error, NoPicture))


def _page(
    site: Site, request: PageRequest, name: str, *, given: Parameters, picture: Picture | None,
    refusal: Refusal | None, offered: Sequence[Variant],
) -> Page:  # fmt: skip
    addresses = site.skin.addresses(request)
    taken = plain(picture.parameters or given or to_begin_with(site, name)) if picture else given
    return site.page(
        request, "picture.html", status=422 if refusal else 200,
        name=name,
        title=picture.title if picture else _said(site, name, "title", request.language),
        lead=picture.description if picture else _said(site, name, "lead", request.language),
        picture=picture,
        refusal=refusal,
        fields=_fields(site, request, name, dict(taken)),
        choices=tuple(_offer(addresses, name, variant, taken) for variant in offered),
        wanted=dict(given).get("thing", "") if refusal else "",
        rows=_rows(addresses, request.language, picture) if picture else (),
        files=_files(addresses, request, name, taken) if picture else (),
        permalink=_permalink(addresses, request, taken),
        graph_version=site.version[:12],
    )  # fmt: skip


def drawn(site: Site, request: PageRequest, name: str, given: Parameters = ()) -> Picture:
    """Draw a picture for a page, with links to other pages; what takes no parameters is drawn once.

    Raises what ``pictures.draw`` raises.
    """
    addresses = site.skin.addresses(request)

    def make() -> Picture:
        return draw(
            name, site.graph, language=request.language, questions=site.questions,
            link=lambda iri: _address(addresses, iri),
            question_link=lambda question, values: addresses.to(
                f"queries/{question}", parameters=tuple(values.items())
            ),
            **fill_in(given),
        )  # fmt: skip

    if request.parameters:
        return make()
    return site.kept(("picture", name, request.language, request.path, request.is_static), make)


def _address(addresses: Addresses, iri: str) -> str:
    path = page_path(iri)
    return addresses.to(path) if path else iri


def cards(site: Site, request: PageRequest) -> tuple[Card, ...]:
    """Return all pictures, each with a sentence of what it shows."""
    addresses, language = site.skin.addresses(request), request.language
    return tuple(
        Card(
            _said(site, name, "title", language),
            _said(site, name, "lead", language),
            addresses.to(f"{PATH}/{name}"),
            name,
        )
        for name in names(site)
    )


def _said(site: Site, name: str, part: str, language: str) -> str:
    """Return what is said of a picture before it is drawn; its name in words where nothing is."""
    key = f"picture.{name}.{part}"
    return site.text(key, language) if key in site.skin.texts else name.replace("-", " ").capitalize()


def _offer(addresses: Addresses, name: str, variant: Variant, taken: Parameters) -> Offer:
    href = addresses.to(f"{PATH}/{name}", parameters=variant.parameters)
    is_here = set(plain(variant.parameters)) == set(taken)
    return Offer(Label(variant.label, variant.language), href, is_here)


def _permalink(addresses: Addresses, request: PageRequest, taken: Parameters) -> str:
    """Return the whole address of this picture with everything that it was drawn by."""
    query = f"?{urlencode(taken, safe=':')}" if taken and not request.is_static else ""
    return addresses.absolute(request.path, request.language) + query


def _fields(site: Site, request: PageRequest, name: str, given: dict[str, str]) -> tuple[Field, ...]:
    variants = variants_of(site, name, request.language)
    return tuple(
        Field(
            key,
            site.text(f"pictures.field.{key}", request.language),
            given.get(key, ""),
            _options(site, request.language, key, variants, given.get(key, "")),
        )
        for key in CHOSEN_BY.get(name, ())
    )


def _options(
    site: Site, language: str, key: str, variants: Sequence[Variant], chosen: str
) -> tuple[Option, ...]:
    """Return the values that pictures have for a parameter; a thing is written, since there are too many."""
    if key == "thing":
        return ()
    values = dict.fromkeys(value for variant in variants for own, value in variant.parameters if own == key)
    return tuple(Option(value, _value_label(site, value, language), value == chosen) for value in values)


def _value_label(site: Site, value: str, language: str) -> Label:
    if (iri := _iri_of(value)) is not None:
        return site.label(iri, language, site.labels([iri]))
    key = f"pictures.value.{value}"
    return Label(site.text(key, language), language) if key in site.skin.texts else Label(value)


def _iri_of(value: str) -> str | None:
    """Return the thing that a value is the compact name of; None for a currency, or a year."""
    try:
        return expand(value)
    except ValueError:
        return None


def _rows(addresses: Addresses, language: str, picture: Picture) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(_cell(addresses, language, cell) for cell in row) for row in picture.rows)


def _cell(addresses: Addresses, language: str, cell: TableCell) -> Cell:
    is_foreign = cell.language not in ("", language)
    if cell.iri and (path := page_path(cell.iri)):
        return Cell((Named(cell.iri, cell.text, cell.language, addresses.to(path), is_foreign),))
    if cell.iri.startswith(SAFE_ADDRESSES):
        return Cell((Named(cell.iri, cell.text, cell.language, cell.iri, is_foreign, is_outside=True),))
    is_number = len(cell.text) <= _SHORT_CHARACTERS and any(map(str.isdigit, cell.text))
    return Cell(text=cell.text, language=cell.language, is_number=is_number)


def _files(addresses: Addresses, request: PageRequest, name: str, taken: Parameters) -> tuple[File, ...]:
    query = "&".join(f"{key}={value}" for key, value in taken)
    stem = f"{PATH}/{name}.{request.language}"
    return tuple(
        File(ending, addresses.file(f"{stem}.{ending}?{query}" if query else f"{stem}.{ending}"))
        for ending in ENDINGS
    )
