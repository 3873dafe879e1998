"""Whom and what the user names: people, sets, hosts and rounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cohortplan.errors import Defect
    from cohortplan.model import Facilitator, Guest, Host, Participant, Scenario
    from cohortplan.model.edits import Lock

KINDS = ("participant", "set", "host", "round")
#: So many names of each kind are shown where none is near.
_SHOWN = 4


class Named(NamedTuple):
    """Something that was named: what it is, and its id."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Say what it is: "host H1"."""
        return f"{self.kind} {self.id}"

    def concerns(self, scenario: Scenario, lock: Lock) -> bool:
        """Whether a lock is about it: a person's seat, a visit to a host, anything of a set or a round."""
        if self.kind == "round":
            return lock.set in scenario.set_spec and scenario.set_spec[lock.set][0].id == self.id
        return getattr(lock, self.kind, None) == self.id


def find(scenario: Scenario, typed: Iterable[str], kinds: Sequence[str] = KINDS) -> list[Named]:
    """Return what was named, by id or, of people and hosts, by name; "host:H1" if an id alone could be several things.

    Raises
    ------
    InputError
        If some of it is not clear; it carries all that is not.
    """
    from cohortplan.errors import InputError

    found: list[Named] = []
    defects: list[Defect] = []
    for text in typed:
        one = _find(scenario, text.strip(), kinds)
        if isinstance(one, Named):
            found.append(one)
        else:
            defects.append(one)
    if defects:
        raise InputError(defects)
    return found


def _find(scenario: Scenario, text: str, kinds: Sequence[str]) -> Named | Defect:
    from cohortplan.errors import Defect
    from cohortplan.model.names import nearest, plain

    ids: dict[str, Collection[str]] = {
        "participant": scenario.people,
        "set": scenario.set_spec,
        "host": scenario.host,
        "round": scenario.round,
        "facilitator": scenario.facilitator,
        "guest": scenario.guest,
    }
    names: dict[str, Sequence[Participant | Host | Facilitator | Guest]] = {
        "participant": scenario.participants,
        "host": scenario.hosts,
        "facilitator": scenario.facilitators,
        "guest": scenario.guests,
    }
    kind, colon, rest = text.partition(":")
    if colon and kind in kinds:
        kinds, text = (kind,), rest.strip()
    found = [Named(kind, text) for kind in kinds if text in ids[kind]] or [
        Named(kind, each.id) for kind in kinds for each in names.get(kind, ()) if plain(each.name) == plain(text)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        remedy = f"Write {' or '.join(f'{each.kind}:{each.id}' for each in found)}"
        return Defect(f"several have this name: {', '.join(map(str, found))}", remedy, text)
    words = [name for kind in kinds for name in ids[kind]]
    words += [each.name for kind in kinds for each in names.get(kind, ())]
    near = nearest(text, words)
    several = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    known = "; ".join(f"{kind}s: {', '.join(list(ids[kind])[:_SHOWN]) or 'none'}" for kind in kinds)
    return Defect(f"there is no {several} {text!r}", f"Did you mean {near!r}?" if near else f"Known {known}", text)
