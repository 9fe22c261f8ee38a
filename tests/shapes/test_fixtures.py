"""Every failing fixture is caught by exactly the shape that it names, and every good one by none."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.shapes.fixture_files import (
    context,
    fixtures,
    folders,
    judge,
    named,
    names,
    outcomes,
    shipped_shapes,
    show,
)


@pytest.mark.parametrize("name", names("bad"))
def test_a_failing_fixture_is_caught_by_exactly_its_shape(name: str) -> None:
    fixture = named(name)
    found = [outcome for outcome in outcomes(name.partition("/")[0]) if outcome.focus in fixture.records]
    assert found == list(fixture.expected)


@pytest.mark.parametrize("name", names("good"))
def test_a_good_fixture_conforms(name: str) -> None:
    fixture = named(name)
    assert [outcome for outcome in outcomes(name.partition("/")[0]) if outcome.focus in fixture.records] == []


def test_a_failing_fixture_expects_one_of_its_own_records_to_be_caught() -> None:
    found = {
        name: [outcome.focus in named(name).records for outcome in named(name).expected]
        for name in names("bad")
    }
    assert {name for name, own in found.items() if own != [True]} == set()


def test_a_good_fixture_expects_nothing() -> None:
    assert {name for name in names("good") if named(name).expected} == set()


def test_the_context_conforms() -> None:
    assert judge((), shapes=shipped_shapes()) == ()


@pytest.mark.parametrize("folder", folders())
def test_the_fixtures_of_a_folder_share_no_record(folder: str) -> None:
    described = Counter(show(subject) for subject in {triple.subject for triple in context()})
    for fixture in fixtures(folder):
        described.update(fixture.records)
    assert [record for record, times in described.items() if times > 1] == []


@pytest.mark.parametrize("folder", folders())
def test_nothing_but_records_of_fixtures_is_caught(folder: str) -> None:
    described = {record for fixture in fixtures(folder) for record in fixture.records}
    assert [outcome for outcome in outcomes(folder) if outcome.focus not in described] == []


@pytest.mark.parametrize("folder", folders())
def test_every_file_of_a_folder_is_a_failing_or_a_good_fixture(folder: str) -> None:
    found = {fixture.name for fixture in fixtures(folder)}
    assert found == {name for name in (*names("bad"), *names("good")) if name.startswith(f"{folder}/")}
