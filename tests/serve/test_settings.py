"""The settings of the server: flags, variables, what is refused, and the README's table of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.cli import main
from gbaip_graph.errors import InvalidValue
from gbaip_graph.serve.settings import SETTINGS, Setting, Settings, read_settings, settings_table

CHECKOUT = Path(__file__).resolve().parents[2]
NUMBERS = [setting for setting in SETTINGS if not isinstance(setting.default, str)]


def name_of(setting: Setting) -> str:
    return setting.name


def another(setting: Setting) -> str:
    """Return a value that is good and not the default."""
    return "192.0.2.1" if isinstance(setting.default, str) else f"{setting.default + 1:g}"


def read(setting: Setting, settings: Settings) -> str:
    return f"{getattr(settings, setting.name):g}" if setting in NUMBERS else getattr(settings, setting.name)


def test_the_readme_has_the_table_of_the_code() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- settings -->\n")[2].partition("\n\n")[0]
    assert table + "\n" == settings_table()


def test_the_command_has_a_flag_for_each_setting_and_no_other() -> None:
    flags = {name for option in main.commands["serve"].params for name in option.opts}  # type: ignore[attr-defined]
    assert flags == {setting.flag for setting in SETTINGS}


def test_without_flags_and_variables_the_defaults_hold() -> None:
    assert read_settings({}, {"PATH": "/bin"}) == Settings()
    assert {setting.name: setting.default for setting in SETTINGS} == vars(Settings())


@pytest.mark.parametrize("setting", SETTINGS, ids=name_of)
def test_a_variable_is_read(setting: Setting) -> None:
    wanted = another(setting)
    assert read(setting, read_settings({}, {setting.variable: wanted})) == wanted


@pytest.mark.parametrize("setting", SETTINGS, ids=name_of)
def test_a_flag_comes_before_its_variable(setting: Setting) -> None:
    wanted = another(setting)
    given = read_settings({setting.name: wanted}, {setting.variable: str(setting.default)})
    assert read(setting, given) == wanted


@pytest.mark.parametrize("setting", NUMBERS, ids=name_of)
@pytest.mark.parametrize("text", ["", "many", "1,5", "0x10", "nan", "-1", "1e999", "99999999999999999999999"])
def test_a_value_that_cannot_be_meant_is_refused_with_its_name_and_what_would_do(
    setting: Setting, text: str
) -> None:
    if text.startswith("9999") and setting.most == float("inf"):
        assert read(setting, read_settings({setting.name: text}, {}))
        return
    for said_by, settings in (
        (setting.flag, ({setting.name: text}, {})),
        (setting.variable, ({}, {setting.variable: text})),
    ):
        with pytest.raises(InvalidValue) as caught:
            read_settings(*settings)
        assert caught.value.what.startswith(f"{said_by} is ")
        assert text in caught.value.what
        assert caught.value.mend.startswith(("Write one such as ", "The least is ", "The most is "))


@pytest.mark.parametrize(
    ("name", "text", "mend"),
    [
        ("workers", "1", "The least is 2."),
        ("port", "65536", "The most is 65535."),
        ("query_time_limit_s", "0", "The least is 0.1."),
        ("client_tasks", "0", "The least is 1."),
        ("answer_limit_mb", "2.5", "Write one such as 32."),
    ],
)
def test_the_refusal_says_what_would_do(name: str, text: str, mend: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_settings({name: text}, {})
    assert caught.value.mend == mend
