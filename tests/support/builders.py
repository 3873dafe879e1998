"""Builders of small, valid scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cohortplan.model import Activity, Attribute, Host, Participant, Programme, Round, Rule, Scenario, SetSpec, Window
from cohortplan.rules import with_implied

SECTORS = ("public", "private", "nonprofit")
KINDS = ("prison", "radio", "hospital", "bakery")


def cohort(count: int) -> tuple[Participant, ...]:
    """People P01.. with a sector, an organisation (some share one), a town and a flag on every fifth."""
    return tuple(
        Participant(
            id=f"P{k + 1:02}",
            name=f"Person {k + 1}",
            attributes={
                "sector": SECTORS[k % 3],
                "organisation": f"Org {k - k % 7 // 6}",
                "town": ("Leeds", "York")[k % 2],
            },
            flags=("first",) if k % 5 == 0 else (),
        )
        for k in range(count)
    )


def hosts(count: int, **fields: Any) -> tuple[Host, ...]:
    """Hosts H1.. that cycle through kinds and sectors; `fields` are given to each."""
    return tuple(
        Host(
            **{
                "id": f"H{k + 1}",
                "name": f"Host {k + 1}",
                "organisation": f"Org {k}",
                "sector": SECTORS[k % 3],
                "kind": KINDS[k % 4],
                **fields,
            }
        )
        for k in range(count)
    )


def visit_rounds(
    count: int, sizes: Sequence[tuple[int, int]], *, minutes: int | None = None, step: int | None = None
) -> tuple[Round, ...]:
    """Rounds D1.. a fortnight apart, each with a morning visit (10:00 to 13:00) for every set."""
    first = datetime.fromisoformat("2026-10-08T10:00")
    return tuple(
        Round(
            id=f"D{r + 1}",
            sets=tuple(SetSpec(id=f"D{r + 1}.{s + 1}", least=low, most=high) for s, (low, high) in enumerate(sizes)),
            activities=(
                Activity(
                    id="visit",
                    kind="visit",
                    windows=(
                        Window(start=first + timedelta(days=14 * r), end=first + timedelta(days=14 * r, hours=3)),
                    ),
                    minutes=minutes,
                    step=step,
                ),
            ),
        )
        for r in range(count)
    )


def make_scenario(rules: Iterable[Rule] = (), *, implied: bool = True, **parts: Any) -> Scenario:
    """Make a scenario of 8 people, 4 hosts and 3 rounds of two sets of 3 to 5; `parts` replaces any of it."""
    listed = tuple(rules)
    given: dict[str, Any] = {
        "programme": Programme(id="test", title="Test", starts=date(2026, 9, 1), ends=date(2027, 7, 31)),
        "attributes": tuple(Attribute(name=name) for name in ("sector", "organisation", "town")),
        "participants": cohort(8),
        "hosts": hosts(4),
        "rounds": visit_rounds(3, [(3, 5), (3, 5)]),
        "rules": with_implied(listed) if implied else listed,
    }
    return Scenario(**{**given, **parts})
