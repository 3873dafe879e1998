"""``scenario.toml``: the programme, its attributes, rules and weights, and the names of other files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from cohortplan.io import dates
from cohortplan.io.build import Model, adapter, explain
from cohortplan.io.findings import Findings, Origin, Path
from cohortplan.io.table import key
from cohortplan.io.toml import TomlFile
from cohortplan.model.base import Count
from cohortplan.model.calendars import Calendars
from cohortplan.model.charter import Charter
from cohortplan.model.people import Attribute
from cohortplan.model.privacy import Privacy
from cohortplan.model.reach import Reach
from cohortplan.model.rule import Rule
from cohortplan.model.scenario import Programme
from cohortplan.model.travel import Travel
from cohortplan.rules import registry, with_implied
from cohortplan.rules.presets import PRESETS, preset

_SECTIONS = (
    *("programme", "charter", "attributes", "travel", "calendars"),
    *("reach", "privacy", "rules", "weights", "files"),
)


@dataclass
class Settings:
    """What ``scenario.toml`` says.

    Attributes
    ----------
    broken : set of str
        Ids of the rules that could not be read.
    files : dict of str to str
        File names by table, where they are not the usual ones.
    """

    programme: Programme
    charter: Charter = field(default_factory=Charter)
    travel: Travel = field(default_factory=Travel)
    calendars: Calendars = field(default_factory=Calendars)
    reach: Reach = field(default_factory=Reach)
    privacy: Privacy = field(default_factory=Privacy)
    attributes: tuple[Attribute, ...] = ()
    rules: tuple[Rule, ...] = ()
    weights: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


def nothing_read() -> Settings:
    """Return what stands in for a file that could not be read: a programme of any length, without rules."""
    return Settings(_any_programme())


def read_settings(source: TomlFile, tables: Iterable[str], reserved: Iterable[str], findings: Findings) -> Settings:
    """Take `source` apart.

    Parameters
    ----------
    tables : iterable of str
        The tables that ``[files]`` may name a file for.
    reserved : iterable of str
        Headings that no attribute can have.
    """
    reader = _Reader(source, findings)
    for name in source.data:
        if name not in _SECTIONS:
            reader.unknown((name,), "section", name, _SECTIONS)
    settings = Settings(reader.programme(), attributes=reader.attributes(list(reserved)))
    settings.charter = reader.section_of(Charter, "charter")
    settings.travel = reader.section_of(Travel, "travel")
    settings.calendars = reader.section_of(Calendars, "calendars")
    settings.reach = reader.section_of(Reach, "reach")
    settings.privacy = reader.section_of(Privacy, "privacy")
    reader.rules(settings)
    reader.weights(settings)
    settings.files = reader.files(list(tables))
    return settings


class _Reader:
    """Reads the sections of one file; each defect has the line of what it is about."""

    def __init__(self, source: TomlFile, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self.faults = {(defect.row, "") for defect in findings.defects if defect.file == source.file}

    def fault(self, path: Path, message: str, remedy: str, value: object = "") -> None:
        """Note a defect of what stands at `path`, unless one is noted already."""
        line, column = self.source.line(path), next((step for step in reversed(path) if isinstance(step, str)), "")
        if self.faults.isdisjoint(((line, ""), (line, column))):
            self.findings.add(message, remedy, value, file=self.source.file, row=line, column=column)
        self.faults.add((line, column))

    def unknown(self, path: Path, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that is not known."""
        names = list(known)
        near = get_close_matches(name, names, n=1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(names) or 'none'}"
        self.fault(path, f"there is no {what} {name!r}", remedy, name)

    def section(self, name: str) -> dict[str, Any]:
        """Return a section that is a table."""
        value = self.source.data.get(name, {})
        if isinstance(value, dict):
            return value
        self.fault((name,), f"{name} must be a table", f"Begin it with the line [{name}]", value)
        return {}

    def build(
        self, model: type[Model], data: Mapping[str, Any], path: Path, whole: str = ""
    ) -> tuple[Model | None, set[str]]:
        """Make a `model`, strictly: no text for a number; the names of fields at fault are returned too.

        `whole` is the field for which all that stands at `path` was given, if it was not given as a table.
        """
        try:
            return model.model_validate(_tupled(data), strict=True), set()
        except ValidationError as error:
            problems = error.errors()
        for problem in problems:
            value = "" if problem["type"] == "missing" else problem["input"]
            message, remedy = explain(problem, model.model_fields if len(problem["loc"]) == 1 else None)
            place = problem["loc"][1:] if whole and problem["loc"][:1] == (whole,) else problem["loc"]
            place = tuple(step for step in place if step != "[key]")  # the name itself, and not what stands under it
            self.fault((*path, *place), message, remedy, value)
        return None, {str(problem["loc"][0]) for problem in problems if problem["loc"]}

    def programme(self) -> Programme:
        """Read ``[programme]``; a stand-in for what is missing, so that the rest can be checked."""
        if "programme" not in self.source.data:
            remedy = "Begin the file with the line [programme], then id, title, starts and ends"
            self.fault(("programme",), "there is no section [programme]", remedy)
            return _any_programme()
        data = dict(self.section("programme"))
        for name in ("starts", "ends", "planned_on"):
            if isinstance(data.get(name), str | date):
                try:
                    data[name] = dates.day(str(data[name]))
                except dates.CellError as error:
                    self.fault(("programme", name), str(error), error.remedy, data.pop(name))
        built, bad = self.build(Programme, data, ("programme",))
        self._trace(("programme",), ("programme",), Programme.model_fields)
        if built is not None:
            return built
        sound = {name: value for name, value in data.items() if name in Programme.model_fields and name not in bad}
        return _any_programme().model_copy(update=sound)

    def section_of(self, model: type[Model], name: str) -> Model:
        """Read a section all of which may be left out."""
        data = self.section(name)
        self._trace((name,), (name,), data)
        for field_name, value in data.items():
            if isinstance(value, dict):
                self._trace((name, field_name), (name, field_name), value)
        return self.build(model, data, (name,))[0] or model()

    def attributes(self, reserved: list[str]) -> tuple[Attribute, ...]:
        """Read ``[attributes]``: a list of allowed values, or a table with `values` and `optional`."""
        found: list[Attribute] = []
        taken = {key(name): name for name in reserved}
        for name, value in self.section("attributes").items():
            path: Path = ("attributes", name)
            other = taken.setdefault(key(name), name)
            if other in reserved or other != name:
                self.fault(path, f"participants.csv has a column {other!r} already", "Choose another name", name)
                continue
            given = value if isinstance(value, dict) else {"values": value}
            if "name" in given:
                self.unknown((*path, "name"), "field", "name", ("values", "optional"))
            built, _ = self.build(Attribute, {**given, "name": name}, path, "" if given is value else "values")
            self._trace(("attributes", len(found)), path, given)
            found.append(built or Attribute.model_construct(name=name, values=()))
        return tuple(found)

    def rules(self, settings: Settings) -> None:
        """Read ``[[rules]]`` and add the implied rules that are not switched off."""
        entries = self.source.data.get("rules", [])
        if not isinstance(entries, list):
            self.fault(("rules",), "rules must be a list of tables", "Begin each rule with the line [[rules]]")
            entries = []
        listed: list[tuple[Rule, Path, Mapping[str, Any]]] = []
        off: set[str] = set()
        for index, entry in enumerate(entries):
            path: Path = ("rules", index)
            if not isinstance(entry, dict):
                self.fault(path, "a rule must be a table", "Begin it with the line [[rules]]", entry)
                continue
            kind, enabled = entry.get("rule"), entry.get("enabled", True)
            rule = self.rule(entry, path)
            if rule is None or enabled is not True:
                near = get_close_matches(str(kind), registry(), n=1)  # its weight may be spelt as it should be
                settings.broken.update(str(name) for name in (entry.get("id"), kind, *near) if name)
                off.update({str(kind)} if enabled is False else ())
            else:
                listed.append((rule, path, entry))
        given = [rule for rule, *_ in listed]
        replaced = off.union(rule.kind for rule in given)
        implied = [rule for rule in with_implied(given) if rule.kind not in replaced]
        for position, (_, path, entry) in enumerate(listed, start=len(implied)):
            self._trace(("rules", position), path, entry)
        settings.rules = (*implied, *given)
        settings.broken -= {rule.id for rule in settings.rules}

    def rule(self, entry: Mapping[str, Any], path: Path) -> Rule | None:
        """Build one rule."""
        kind, enabled = entry.get("rule"), entry.get("enabled", True)
        if not isinstance(enabled, bool):
            self.fault((*path, "enabled"), "this must be true or false", "Write true or false, without quotes", enabled)
        if not isinstance(kind, str):
            self.fault((*path, "rule"), "the entry does not say which rule it is", 'Add a line like rule = "mix"')
            return None
        if kind not in registry():
            self.unknown((*path, "rule"), "rule", kind, registry())
            return None
        fields = {name: value for name, value in entry.items() if name not in ("rule", "enabled")}
        return self.build(registry()[kind], {"id": kind, **fields}, path)[0]

    def weights(self, settings: Settings) -> None:
        """Read ``[weights]``: a preset for all soft rules, then single weights."""
        data = dict(self.section("weights"))
        hard = {rule.id for rule in settings.rules if rule.hard}
        self._trace(("weights",), ("weights",), data)
        chosen = data.pop("preset", None)
        if isinstance(chosen, str) and chosen in PRESETS:
            by_kind = preset(chosen)
            settings.weights = {rule.id: by_kind[rule.kind] for rule in settings.rules if rule.id not in hard}
        elif chosen is not None:
            self.unknown(("weights", "preset"), "preset", str(chosen), PRESETS)
        for name, value in data.items():
            path: Path = ("weights", name)
            if name in hard:
                self.fault(path, f"{name} is hard and has no weight", "Give the rule hard = false, or no weight", value)
            elif self._is_weight(path, value) and name not in settings.broken:
                settings.weights[name] = value

    def files(self, tables: list[str]) -> dict[str, str]:
        """Read ``[files]``."""
        given = self.section("files")
        found = {name: f"{name}.csv" for name in tables} | {name: given[name] for name in tables if name in given}
        for name, value in given.items():
            path: Path = ("files", name)
            if name not in tables:
                self.unknown(path, "table", name, tables)
            elif not isinstance(value, str) or not value:
                self.fault(path, "this must be the name of a file", f'Write it like "{name}.csv"', value)
                found.pop(name)
            elif list(found.values()).count(value) > 1:
                self.fault(path, "two tables cannot be one file", "Name another file", value)
                found.pop(name)
        return {name: value for name, value in found.items() if name in given}

    def _is_weight(self, path: Path, value: object) -> bool:
        try:
            adapter(Count).validate_python(value, strict=True)
        except ValidationError as error:
            self.fault(path, *explain(error.errors()[0]), value)
            return False
        return True

    def _trace(self, part: Path, path: Path, fields: Iterable[str]) -> None:
        names = list(fields)
        lines = {name: line for name in names if (line := self.source.lines.get((*path, name))) is not None}
        origin = Origin(self.source.file, self.source.line(path), {name: name for name in names}, lines)
        self.findings.origins[part] = origin


def _any_programme() -> Programme:
    return Programme.model_construct(
        id="", title="", starts=date(dates.YEARS[0], 1, 1), ends=date(dates.YEARS[-1], 12, 31)
    )


def _tupled(value: Any) -> Any:
    """Return `value` with tuples for lists, as the model has them."""
    if isinstance(value, dict):
        return {name: _tupled(item) for name, item in value.items()}
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
