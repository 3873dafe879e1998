"""``scenario.toml``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io import read_scenario
from cohortplan.model import Attribute, Mode, Travel
from cohortplan.rules import registry
from cohortplan.rules.presets import preset
from tests.support.folders import base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path, base_folder())


def change(folder: Path, old: str, new: str) -> None:
    """Replace a part of the settings."""
    path = folder / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> list[Defect]:
    """Return why a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(folder)
    return list(refusal.value.defects)


def test_the_programme_arrives(folder: Path) -> None:
    """Texts and dates are read; a date may be written in quotes as people type it."""
    change(folder, "starts = 2026-09-01", 'starts = "1 Sep 2026"')
    programme = read_scenario(folder).programme
    assert (programme.id, programme.title, programme.starts) == ("starter", "A first programme", date(2026, 9, 1))


def test_an_attribute_is_a_list_or_a_table(folder: Path) -> None:
    """A list gives the allowed values; a table may make the attribute optional as well."""
    change(folder, "town = []", 'town = { values = ["Leeds", "Halifax", "Keighley", "Bradford"], optional = true }')
    sector, _, town = read_scenario(folder).attributes
    assert sector == Attribute(name="sector", values=("public", "private", "nonprofit"))
    assert (len(town.values), town.optional) == (4, True)


def test_implied_rules_come_first_unless_switched_off(folder: Path) -> None:
    """Every implied rule is there but those with ``enabled = false``; a listed one replaces it."""
    change(folder, "[weights]", '[[rules]]\nrule = "lead_time"\nenabled = false\n\n[weights]')
    change(folder, "[weights]", '[[rules]]\nrule = "host_gap"\nvisit_days = 1\n\n[weights]')
    rules = read_scenario(folder).rules
    kinds = [rule.kind for rule in rules]
    implied = {kind for kind, rule in registry().items() if rule.implied}
    assert set(kinds[: len(implied) - 2]) == implied - {"lead_time", "host_gap"}
    listed = "mix keep_apart new_contacts host_variety keep_apart keep_together host_gap"
    assert kinds[len(implied) - 2 :] == listed.split()
    assert next(rule for rule in rules if rule.id == "rivals").rounds == ("D1",)


def test_a_disabled_rule_is_left_out_with_its_weight(folder: Path) -> None:
    """Switching a soft rule off does not call for removing its weight."""
    change(folder, 'rule = "host_variety"', 'rule = "host_variety"\nenabled = false')
    scenario = read_scenario(folder)
    assert "host_variety" not in {rule.id for rule in scenario.rules}
    assert scenario.weights == {"new_contacts": 10}


def test_a_preset_weighs_all_soft_rules(folder: Path) -> None:
    """Single weights go before the preset; hard rules have none."""
    change(folder, "new_contacts = 10", 'preset = "hosts"')
    scenario = read_scenario(folder)
    expected = {rule.id: preset("hosts")[rule.kind] for rule in scenario.rules if not rule.hard}
    assert dict(scenario.weights) == {**expected, "host_variety": 5}


def test_how_people_travel(folder: Path) -> None:
    """``[travel]`` names the attribute of homes, the time to spare, and modes; what is wrong there is named."""
    assert read_scenario(folder).travel == Travel()
    change(
        folder, "[weights]", '[travel]\nhome = "organisation"\nmodes = { rail = { kmh = 80, wait = 20 } }\n\n[weights]'
    )
    assert read_scenario(folder).travel == Travel(home="organisation", modes={"rail": Mode(kmh=80, wait=20)})
    change(folder, "kmh = 80", "kmh = 0")
    assert [(defect.file, defect.column) for defect in refused(folder)] == [("scenario.toml", "kmh")]


def test_the_charter_arrives(folder: Path) -> None:
    """``[charter]`` says what the programme is for; a programme may have none, or a part of one."""
    charter = read_scenario(folder).charter
    assert charter.purpose == "People who lead in one sector see how the others work."
    assert (len(charter.engagement), len(charter.measures)) == (2, 1)
    change(folder, 'vision = "They know whom to ring."', 'vision = """\nThey know\nwhom to ring."""')
    assert read_scenario(folder).charter == charter
    path = folder / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[charter]")] + text[text.index("[attributes]") :], encoding="utf-8")
    assert not read_scenario(folder).charter


def test_a_charter_is_no_part_of_what_is_asked(folder: Path) -> None:
    """A plan stays one of its scenario when somebody rewrites the charter."""
    before = read_scenario(folder).sha256
    change(folder, "They know whom to ring.", "They ring each other.")
    assert read_scenario(folder).sha256 == before


def test_tables_may_have_other_names(folder: Path) -> None:
    """``[files]`` names the file of a table, which need not lie beside the settings."""
    (folder / "shared").mkdir()
    (folder / "ties.csv").rename(folder / "shared" / "links.csv")
    change(folder, "[weights]", '[files]\nties = "shared/links.csv"\n\n[weights]')
    assert len(read_scenario(folder).ties) == 5


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "remedy"),
    [
        ("[weights]", "[wieghts]", 61, "wieghts", "Did you mean 'weights'?"),
        ('rule = "mix"', 'rule = "mixx"', 31, "rule", "Did you mean 'mix'?"),
        ('attribute = "sector"', 'attribut = "sector"', 32, "attribut", "Did you mean 'attribute'?"),
        ('attribute = "sector"', 'attribute = "sectors"', 32, "attribute", "Did you mean 'sector'?"),
        ("least = 2", 'least = "2"', 47, "least", "Write it without quotes and decimals"),
        ("new_contacts = 10", "new_contact = 10", 62, "new_contact", "Did you mean 'new_contacts'?"),
        ("host_variety = 5", "mix = 5", 63, "mix", "Give the rule hard = false, or no weight"),
        ('"Europe/London"', '"London"', 7, "timezone", "Use an IANA name such as Europe/London"),
        ("purpose = ", "purposes = ", 15, "purposes", "Did you mean 'purpose'?"),
        ('vision = "They know whom to ring."', "vision = 3", 16, "vision", 'Put it in quotes ("...")'),
        ('vision = "', f'vision = "{"x" * 2000}', 16, "vision", "Shorten it"),
        ('measures = ["How', 'measures = ["", "How', 18, "measures", "Fill it in, or remove it"),
        ("organisation = []", "organisation = 1", 23, "organisation", 'Write it in square brackets, like ["a", "b"]'),
        ("organisation = []", "organisation = [1]", 23, "organisation", 'Put it in quotes ("...")'),
        ("town = []", "flags = []", 24, "flags", "Choose another name"),
        ("town = []", "Sector = []", 24, "Sector", "Choose another name"),
    ],
)
def test_a_slip_is_told_with_line_and_remedy(
    folder: Path, old: str, new: str, line: int, column: str, remedy: str
) -> None:
    """What is not known, of the wrong type or contradictory is named with its line."""
    change(folder, old, new)
    assert (line, column, remedy) in {(defect.row, defect.column, defect.remedy) for defect in refused(folder)}


def test_a_misspelt_rule_is_told_once(folder: Path) -> None:
    """The weight of a rule whose kind is misspelt is not missed as well."""
    change(folder, 'rule = "host_variety"', 'rule = "host_varity"')
    assert [(defect.column, defect.remedy) for defect in refused(folder)] == [("rule", "Did you mean 'host_variety'?")]


def test_settings_that_are_no_toml_do_not_hide_the_tables(folder: Path) -> None:
    """Tables are checked even if the settings cannot be read, and nothing is said that rests on the settings."""
    change(folder, "[weights]", "[weights")
    (folder / "ties.csv").write_text("a,b\nP01,P99\n")
    assert [(defect.file, defect.row) for defect in refused(folder)] == [("scenario.toml", 61), ("ties.csv", 2)]


@pytest.mark.parametrize("line", ["a{} = 1", "[a{}]", "x = {{ a{} = 1 }}", 'a{}."b" = 1'])
def test_a_name_of_thousands_of_parts_is_refused_at_once(folder: Path, line: str) -> None:
    """The library takes the square of the parts, which for these would be minutes and gigabytes."""
    settings = folder / "scenario.toml"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join([*lines, line.format(".a" * 50_000), ""]))
    defect = refused(folder)[0]
    assert (defect.row, defect.message) == (len(lines) + 1, "this is not valid TOML: a name has far too many parts")


def test_texts_may_have_many_dots(folder: Path) -> None:
    """Dots between words, and one after the other, are no name."""
    change(folder, 'title = "', f'title = "{"Leaders of Leeds. " * 20}{"." * 99}')
    assert read_scenario(folder).programme.title.startswith("Leaders of Leeds. Leaders")


def test_long_texts_do_not_confuse_the_line_numbers(folder: Path) -> None:
    """What looks like a key inside a text of several lines is none."""
    change(folder, 'contact = "', 'title2 = """\n[rules]\nid = 3\n"""\ncontact = "')
    assert [(defect.row, defect.column) for defect in refused(folder)] == [(11, "title2")]


def test_aliases_belong_to_somebody_who_is_invited(folder: Path) -> None:
    """An alias stands for the address of a participant or host, and is nobody else's; each fault has its line."""
    first, second = (person.email for person in read_scenario(folder).participants[:2])
    path = folder / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    begin = f"{text}\n[calendars.aliases]\n"
    path.write_text(f'{begin}"home@starter.example" = "{first}"\n', encoding="utf-8")
    assert read_scenario(folder).calendars.aliases == {"home@starter.example": first}
    lines = {
        '"home@starter.example" = "nobody@starter.example"': "there is no participant, facilitator or host",
        f'"{second}" = "{first}"': "this is the address under which",
        f'"no address" = "{first}"': "this is not an e-mail address",
    }
    for line, problem in lines.items():
        path.write_text(f"{begin}\n{line}\n", encoding="utf-8")
        (defect,) = refused(folder)
        assert problem in defect.message
        assert (defect.file, defect.row) == ("scenario.toml", len(begin.splitlines()) + 2)
