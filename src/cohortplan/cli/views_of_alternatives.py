"""Plans side by side: what each owes, and who is better or worse off with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cohortplan.cli.output import Table, count

if TYPE_CHECKING:
    from cohortplan.evaluate import Evaluation
    from cohortplan.living.alternatives import Alternatives
    from cohortplan.living.front import Front
    from cohortplan.model import Scenario

#: The figures of a plan that stand beside what it owes: heading, name of the figure.
_FIGURES = (
    ("new contacts", "new_contacts"),
    ("fewest met", "min_contacts"),
    ("host kinds", "min_host_kinds"),
    ("ways, mean", "travel_mean"),
    ("ways, most", "travel_most"),
)


def alternatives_view(found: Alternatives, names: Sequence[str]) -> Table:
    """Return the plans, the given one first, with their costs, what each soft rule owes, and figures."""
    others = [found.given, *found.unlisted]
    extra = [*([("-",)] * len(others)), *((f"{found.differs(each):.1f}%",) for each in found.chosen)]
    plans = [*others, *found.chosen]
    return _side_by_side(names, [each.evaluation for each in plans], ["differs"], extra)


def front_view(found: Front, names: Sequence[str]) -> Table:
    """Return the plan given and the points, with what each soft rule owes, and figures."""
    plans = [found.given, *found.points]
    return _side_by_side(names, [point.evaluation for point in plans], [], [()] * len(plans))


def _side_by_side(
    names: Sequence[str],
    plans: Sequence[Evaluation],
    more: Sequence[str],
    cells: Iterable[Sequence[str]],
) -> Table:
    """Return a table with a line for each plan; a rule under which none owes anything has no column."""
    owed = [name for name, each in plans[0].objectives.items() if each.level == "soft"]
    owed = [name for name in owed if any(plan.objectives[name].value for plan in plans)]
    figures = [plan.metrics.as_json() for plan in plans]
    shown = [(heading, name) for heading, name in _FIGURES if figures[0].get(name)]
    rows = [
        [
            name,
            plan.soft,
            *(plan.objectives[rule].value for rule in owed),
            *(str(figure[key]) if isinstance(figure[key], float) else figure[key] for _, key in shown),
            *extra,
        ]
        for name, plan, figure, extra in zip(names, plans, figures, cells, strict=True)
    ]
    return Table("", ["plan", "soft cost", *owed, *(heading for heading, _ in shown), *more], rows)


def gains_sentence(scenario: Scenario, name: str, gained: dict[str, int]) -> str:
    """Say who meets most more people by an alternative than by the plan given, and who most fewer."""
    best, worst = max(gained.values()), min(gained.values())
    if best <= 0 and worst >= 0:
        return f"{name}: everybody meets as many people."
    parts = [f"{number:+} for {_named(scenario, gained, number)}" for number in (best, worst) if number]
    fewer, more = (sum(n < 0 for n in gained.values()), sum(n > 0 for n in gained.values()))
    who = f"{more} meet more people than by PLAN, {fewer} meet fewer"
    return f"{name}: {who}; the greatest change: {'; '.join(parts)}."


def _named(scenario: Scenario, gained: dict[str, int], number: int) -> str:
    who = [person for person, each in gained.items() if each == number]
    others = f" and {count(len(who) - 1, 'other')}" if len(who) > 1 else ""
    return f"{scenario.people[who[0]].name or who[0]}{others}"


def lack_sentence(found: Alternatives) -> str:
    """Say what could not be reached, "" if all that was wanted is there."""
    wanted, chosen = found.wanted, found.chosen
    if len(chosen) >= wanted.number:
        return ""
    text = (
        f"Only {len(chosen)} of {wanted.number} alternatives were found that cost at most {found.limit} and differ by "
        f"at least {wanted.differ:g}%."
    )
    if found.nearest is not None:
        apart, cost = found.differs(found.nearest), found.nearest.soft
        text += f" The most different other plan at such a cost differs by {apart:.1f}%; it costs {cost}."
    return f"{text} Give it more --seconds, or ask for less: a greater --within, a smaller --differ."


def figures_as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return what a plan owes, and its figures."""
    owed = {name: each.value for name, each in evaluation.objectives.items() if each.level == "soft"}
    return {"soft": evaluation.soft, "rules": owed, "figures": evaluation.metrics.as_json()}
