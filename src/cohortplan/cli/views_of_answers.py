"""What ``why`` and ``why-not`` print: the choice, and what the contrary would come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import Table, say
from cohortplan.cli.progress import proof
from cohortplan.cli.wording import described, label

if TYPE_CHECKING:
    from cohortplan.living.opposite import Answer
    from cohortplan.model import Scenario


def tell(scenario: Scenario, found: Answer) -> None:
    """Print an answer in words."""
    say(found.opposite.choice)
    contrary, difference = found.opposite.contrary, found.difference
    if difference is None:
        _tell_barred(scenario, found, contrary)
        return
    bound = None if found.result is None else found.result.bound
    soft = found.before.soft + difference
    known = proof(soft, bound)
    if difference > 0:
        best = f"the best plan found would cost {difference} more"
        say(f"If {contrary}, {best}: {soft}{known} instead of {found.before.soft}.")
    elif difference == 0:
        say(f"If {contrary}, there is a plan that costs as much: {soft}{known}. It is a matter of chance.")
    else:
        say(f"If {contrary}, a plan was found that costs {-difference} less: {soft}{known}. `improve` can use that.")
    if found.same_company:
        say("There the same people sit together, in a set of another name: what a set is called decides nothing.")
    from cohortplan.evaluate.wording import Words

    words = Words(scenario)
    rows: list[list[str | int]] = []
    for name, (now, then) in found.rules.items():
        cost = (then - now) * found.before.objectives[name].weight
        rows.append([label(name), words.amount(name, now), words.amount(name, then), cost])
    if rows:
        Table("", ["soft rule", "now", "otherwise", "cost"], rows).show()


def _tell_barred(scenario: Scenario, found: Answer, contrary: str) -> None:
    from cohortplan.solvers.base import Status

    if found.status is not Status.INFEASIBLE:
        say(f"No plan was found in which {contrary}; it is not proved that there is none. Give it more --seconds.")
        return
    say(f"There is no plan in which {contrary}: that is proved. These rules do not go together with it:")
    for reason in found.reasons:
        known = any(rule.id == reason for rule in scenario.rules)
        if known or " " in reason:
            say(f"  {described(scenario, reason) if known else reason}")
