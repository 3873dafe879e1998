"""Random names in the place of those that tell who somebody is, the same in every file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import SystemRandom
from typing import Any

from cohortplan.io.privacy.rows import PEOPLE, Cells, whose
from cohortplan.io.tables.facts import column_fact
from cohortplan.model import Plan, Scenario
from cohortplan.rules.shared.pairs import USUAL_KINDS

#: Columns that name organisations, by table.
_ORGANISATIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("participants", "hosts"), ("organisation",)),
    "links": ("organisation",),
    "guests": ("organisation",),
    "facilitators": ("organisation", "sponsor"),
}

#: Tables of people, each with the column of their ids, by which they are called in the end.
_IDS: Mapping[str, str] = {"participants": "id", "facilitators": "facilitator", "guests": "guest"}

_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_BARE = re.compile(r"^(\s*)([\w-]+)(?=\s*=)", re.MULTILINE)


def shuffled(names: Iterable[str], prefix: str) -> dict[str, str]:
    """Return for each name another that tells nothing: the prefix and a number, dealt at random."""
    known = list(dict.fromkeys(names))
    width = max(2, len(str(len(known))))
    numbers = SystemRandom().sample(range(1, len(known) + 1), len(known))
    return {name: f"{prefix}{number:0{width}}" for name, number in zip(known, numbers, strict=True)}


@dataclass(frozen=True)
class Pseudonyms:
    """What takes the place of names.

    Attributes
    ----------
    people, organisations, kinds : mapping of str to str
        Pseudonyms by participant's id, by organisation, and by kind of tie that is the organiser's own.
    ids : mapping of str to str
        Participants' ids by what a cell may call them.
    """

    people: Mapping[str, str]
    organisations: Mapping[str, str]
    kinds: Mapping[str, str]
    ids: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, scenario: Scenario, prefix: str = "X") -> Pseudonyms:
        """Draw pseudonyms for all of a scenario; nobody can draw them again."""
        organisations = (person.get("organisation") for person in scenario.participants)
        kinds = {tie.kind for tie in scenario.ties} - set(USUAL_KINDS)
        return cls(
            shuffled(scenario.people, prefix),
            shuffled(filter(None, organisations), "Organisation "),
            shuffled(sorted(kinds), "kind-"),
            whose(scenario),
        )

    def row(self, table: str, cells: Cells) -> Cells:
        """Return a row with pseudonyms for the participants, organisations and kinds of ties that it names."""
        found = dict(cells)
        for column in PEOPLE.get(table, ()):
            if column in found:
                names = (each.strip() for each in found[column].replace(",", ";").split(";"))
                found[column] = ";".join(self.people.get(self.ids.get(name, name), name) for name in names)
        for column in _ORGANISATIONS.get(table, ()):
            if column in found:
                names = (each.strip() for each in found[column].split(";"))
                found[column] = ";".join(self.organisations.get(name, name) for name in names)
        if table in _IDS:
            found["name"] = found[_IDS[table]]
        if table == "ties" and "kind" in found:
            found["kind"] = self.kinds.get(found["kind"], found["kind"])
        return found

    def toml(self, text: str) -> str:
        """Return a TOML file with pseudonyms for the names that stand in it, and nothing noted."""
        words = {**self.kinds, **self.organisations, **self.people}
        named = {name: words[each] for name, each in self.ids.items()} | words

        def quoted(found: re.Match[str]) -> str:
            return json.dumps(named[found[1]], ensure_ascii=False) if found[1] in named else found[0]

        def bare(found: re.Match[str]) -> str:
            return f"{found[1]}{self.people.get(found[2], found[2])}"

        return _BARE.sub(bare, _QUOTED.sub(quoted, text))

    def plan(self, plan: Plan) -> Plan:
        """Return a plan with pseudonyms for its people."""
        content = plan.model_dump(mode="json", exclude={"manifest", "score"})
        content["scenario"]["sha256"] = ""
        for group in (group for planned in content["rounds"] for group in planned["sets"]):
            group["members"] = sorted(self._each(group["members"]))
            for done in group["activities"]:
                if "duties" in done:
                    done["duties"] = {duty: self._each(names) for duty, names in done["duties"].items()}
        return Plan.model_validate(content)

    def _each(self, names: Iterable[Any]) -> list[str]:
        return [self.people.get(name, name) for name in names]


def kind_of(table: str, heading: str, scenario: Scenario) -> str:
    """Return the kind of fact of a column of one of a scenario's tables."""
    return column_fact(table, heading, [attribute.name for attribute in scenario.attributes])
