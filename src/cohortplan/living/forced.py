"""Changes that nothing can avoid, by counting alone."""

from __future__ import annotations

from cohortplan.model import Scenario
from cohortplan.problem import compile_problem
from cohortplan.rules.shared.told import Told


def forced_changes(asked: Scenario) -> int:
    """Return how many visits of people no plan can make as they were told: nobody may be there then any more.

    Each visit that was told is at a host and time; if hard rules bar that to every set of the round, all who were to
    take part in it hear of a change.
    """
    problem = compile_problem(asked)
    open_to_some = {int(option) for options in problem.choices for option in options}
    axes = problem.axes
    where = {place.menu: (axes.scenario.rounds[place.round].id, place.activity.id) for place in axes.visits}
    possible = {
        (*where[option.menu], axes.scenario.hosts[option.host].id, option.start)
        for number, option in enumerate(axes.options)
        if number in open_to_some and option.menu in where
    }
    told = Told(asked, tuple(asked.round), None, None)
    return sum(going[1:] not in possible for going in told.visits())
