"""No artefact says anything about anybody that its audience may not know: every one is decoded and searched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from cohortplan.calendars import projection
from cohortplan.model import Measure, Plan, Scenario
from cohortplan.model.privacy import FACTS, Profile, for_audience
from cohortplan.model.privacy.profiles import _FACTS
from cohortplan.rules.new_contacts import NewContacts
from tests.privacy.artefacts import ARTEFACTS, SCREEN, Eyes, Part
from tests.privacy.decoding import texts
from tests.privacy.office import Office, born

Maker = Callable[..., tuple[Office, tuple[Part, ...]]]

_WORD = re.compile(r"zz[a-z]+\d+zz|19[5-9]\d-\d\d-\d\d", re.IGNORECASE)

#: The dates of birth; other dates are none of ours.
_BORN = {f"{born(number)}" for number in range(1, 97)}

#: Fields of a profile that hold sealed facts: not even the organiser's screen shows them.
_SEALED = ("legal_name", "born", "id_type", "id_number", "diet", "needs")

#: Artefacts and numbers of people: twelve in no time, and 96.
CASES = [
    pytest.param(name, people, marks=[pytest.mark.slow] if each.slow or people > 12 else [])
    for name, each in ARTEFACTS.items()
    for people in ((12,) if each.slow else (12, 96))
]


def words(data: bytes) -> set[str]:
    """Return the canaries in some bytes, however they are wrapped."""
    found = {word.lower() for text in texts(data) for word in _WORD.findall(text)}
    return {word for word in found if word.startswith("zz") or word in _BORN}


def allowed(office: Office, eyes: Eyes, *, counts: bool = False) -> set[str]:
    """Return the canaries that some eyes may see, by the table of facts alone; with `counts`, of nobody by name."""
    found: set[str] = set()
    for audience, who in eyes:
        view = for_audience(office.scenario, office.plan, audience, who)
        if counts:
            found |= {each.lower() for each in _WORD.findall(f"{[*view.needs, *view.diets]}")}
        for profile in view.people:
            hidden = _SEALED if eyes == SCREEN else ()
            shown = {each.name: getattr(profile, each.name) for each in fields(Profile) if each.name not in hidden}
            found |= {each.lower() for each in _WORD.findall(f"{[str(value) for value in shown.values()]}")}
    return found


def leaks(office: Office, parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Return the canaries that stand where they may not, each with where."""
    known: dict[tuple[Eyes, bool], set[str]] = {}
    found = []
    for part in parts:
        key = part.eyes, part.counts
        if key not in known:
            known[key] = allowed(office, part.eyes, counts=part.counts)
        found += [(part.name, word) for word in sorted(words(part.data) - known[key])]
    return found


@pytest.fixture(scope="module")
def parts_of(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Return what makes an artefact, each once: its parts, and the office in which it was made."""

    @cache
    def make(name: str, people: int, turned: int = 0) -> tuple[Office, tuple[Part, ...]]:
        office = Office(tmp_path_factory.mktemp(name), people, turned).write()
        return office, tuple(ARTEFACTS[name].make(office))

    return make


@pytest.mark.parametrize(("name", "people"), CASES)
def test_no_artefact_tells_what_its_eyes_may_not_see(parts_of: Maker, name: str, people: int) -> None:
    """Of 96 people with more than eight canaries each none is in any part of any artefact but where it may be seen."""
    office, parts = parts_of(name, people)
    assert parts
    assert leaks(office, parts) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name == "documents" else [])
        for name, each in ARTEFACTS.items()
        if not each.drawn
    ],
)
def test_nothing_changes_if_sealed_facts_are_dealt_otherwise(parts_of: Maker, name: str) -> None:
    """With flags, codes and needs permuted, so far as the plan stays what it is, every artefact is the same."""
    one, other = (parts_of(name, 12, turned) for turned in (0, 2))
    homes = [f"{office.home}".encode() for office, _ in (one, other)]
    assert one[0].scenario.participants != other[0].scenario.participants
    first, second = (
        [(part.name, part.data.replace(home, b"")) for part in parts]
        for (_, parts), home in zip((one, other), homes, strict=True)
    )
    assert first == second


def test_there_are_canaries_in_every_private_field(parts_of: Maker) -> None:
    """Each of the people has a word of their own in more than eight private fields of the folder."""
    office, _ = parts_of("plan", 12)
    found = words(b"\n".join(path.read_bytes() for path in sorted(office.folder.glob("*.csv"))))
    kinds = {re.sub(r"\d+", "", word) for word in found if "7zz" in word and "-" not in word}
    assert len(kinds) >= 16
    assert f"{born(7)}" in found


def test_the_screen_shows_nothing_sealed() -> None:
    """What is hidden even from the organiser's screen is what the table of facts calls sealed."""
    assert {name for name, (fact, _) in _FACTS.items() if FACTS[fact].klass == "sealed"} == set(_SEALED)


def test_names_that_a_programme_hides_are_in_no_calendar(tmp_path: Path) -> None:
    """Where [privacy] hides names from fellows and facilitators, nobody's calendar or message names another."""
    office = Office(tmp_path, 12).write()
    settings = office.folder / "scenario.toml"
    hidden = '\n[privacy]\nhide = { fellow = ["name", "contact"], facilitator = ["name", "contact"] }\n'
    settings.write_text(settings.read_text() + hidden)
    for name in ("calendars", "messages"):
        assert leaks(office, ARTEFACTS[name].make(office)) == []


def planted(name: str, tmp_path: Path) -> list[tuple[str, str]]:
    """Return the leaks of an artefact that is made afresh."""
    office = Office(tmp_path, 12).write()
    return leaks(office, ARTEFACTS[name].make(office))


def test_a_name_in_a_hosts_calendar_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Planted on purpose: the heads of a host's visit by name, which only some agreed to."""
    by_name = property(lambda occasion: ", ".join(person.name for person in occasion.members))
    monkeypatch.setattr(projection.Occasion, "head_count", by_name)
    assert ("hosts/H3.ics", "zzlast1zz") in planted("calendars", tmp_path)


def test_a_need_in_an_invitation_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Planted on purpose: what somebody needs, in the folded and encoded message to the others of their set."""
    told = projection.first_name

    def first_name(name: str) -> str:
        return told(name) + (" zzneed1zz" if "First1zz" in name else "")

    monkeypatch.setattr(projection, "first_name", first_name)
    found = planted("messages", tmp_path)
    assert {word for _, word in found} == {"zzneed1zz"}


def test_a_flag_on_the_screen_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Planted on purpose: a rule whose sentences name the flags of those whom they are about."""
    whole = NewContacts.measure

    def measure(rule: NewContacts, scenario: Scenario, plan: Plan) -> Measure:
        found = whole(rule, scenario, plan).matches
        flags = (" ".join(scenario.people[match.people[0]].flags) for match in found)
        told = zip(found, flags, strict=True)
        return Measure.of(match.model_copy(update={"sentence": f"{match.sentence} {flag}."}) for match, flag in told)

    monkeypatch.setattr(NewContacts, "measure", measure)
    assert ("score", "zzflag1zz") in {(name.split()[0], word) for name, word in planted("looks", tmp_path)}


def test_a_diet_in_a_zip_in_a_shared_folder_is_found(tmp_path: Path) -> None:
    """Planted on purpose: a workbook that nobody meant to share."""
    office, out = Office(tmp_path, 12).write(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(office.folder / "private.csv", "sheet1.xml")
    found = leaks(office, [Part("left.xlsx", (("host", "H1"),), out.getvalue())])
    assert ("left.xlsx", "zzdiet1zz") in found
    assert ("left.xlsx", "zzlegal1zz") not in found  # the gate of H1 asks for that
