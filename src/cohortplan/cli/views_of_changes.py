"""What ``replan`` prints: what has to change for whom, and what could not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohortplan.cli.output import count, note, say
from cohortplan.cli.views_of_clashes import clash_lines
from cohortplan.cli.wording import described, rota_lines, soft_table

if TYPE_CHECKING:
    from cohortplan.clash import Clash
    from cohortplan.evaluate.notes import Note
    from cohortplan.living.policy import Replanned
    from cohortplan.model import Scenario
    from cohortplan.model.changes import Soften

#: So many notes are printed unless all are asked for.
_MOST = 40


def document(found: Replanned, softened: Sequence[Soften], told: Sequence[Note]) -> dict[str, Any]:
    """Return the content of ``replan --json``."""
    measured = found.evaluation
    return {
        "status": str(found.status),
        "changes": found.changes,
        "least_changes": found.least,
        "at_short_notice": found.short,
        "broken": found.broken,
        "fallen": [{"round": e.round, "activity": e.activity, "sets": list(e.sets)} for e in found.fallen],
        "softened": [{"rule": each.rule, "rounds": list(each.rounds)} for each in softened],
        "past": [match.sentence for match in found.past],
        "hard": None if measured is None else measured.hard,
        "soft": None if measured is None else measured.soft,
        "seconds": round(found.seconds, 3),
        "notes": [each.as_json() for each in told],
        "plan": None if found.plan is None else found.plan.model_dump(mode="json"),
    }


def tell(
    scenario: Scenario, found: Replanned, softened: Sequence[Soften], told: Sequence[Note], *, everything: bool
) -> None:
    """Print what came of planning anew."""
    for each in softened:
        where = f" in {', '.join(each.rounds)}" if each.rounds else ""
        say(f"By counting alone, {each.rule} can no longer be kept{where}: there it is broken as little as can be.")
    for gone in found.fallen:
        title = scenario.round[gone.round].title or gone.round
        say(f"No host is left for {title}, {gone.activity}, of {', '.join(gone.sets)}: it falls away.")
    for match in found.past:
        say(f"Past, and no longer counted: {match.sentence}")
    if found.evaluation is None:
        return
    proved = "no plan changes fewer" if found.changes == found.least else f"at least {found.least} is proved"
    people = len({each.person for each in told})
    say(
        f"{scenario.programme.id}: {count(found.changes, 'visit or meeting', 'visits and meetings')} of "
        f"{count(people, 'person', 'people')} not as they were told ({proved}), after {found.seconds:.1f} s."
    )
    if found.short:
        say(f"{count(found.short, 'change')} at shorter notice than wished.")
    for match in found.breaches[:_MOST]:
        say(f"  {match.rule}: {match.sentence}")
    _tell_notes(scenario, told, everything=everything)
    say()
    soft_table(scenario, found.evaluation).show()
    for line in rota_lines(found.evaluation):
        say(line)


def _tell_notes(scenario: Scenario, told: Sequence[Note], *, everything: bool) -> None:
    shown = told if everything else told[:_MOST]
    last = ""
    for each in shown:
        if each.person != last:
            say(f"{each.person} {scenario.people[each.person].name}")
            last = each.person
        say(f"  {each.text}")
    if len(shown) < len(told):
        say(f"... and {count(len(told) - len(shown), 'change')} more: --all prints them.")


def explain(found: Replanned, source: str, clash: Clash) -> None:
    """Say why not everything can be had."""
    if found.unmet is not None:
        for line in clash_lines(source, found.unmet, clash):
            note(line)


def advise(found: Replanned, budget: int | None, output: Path | None, *, relax: bool, recorded: bool) -> None:
    """Say what to do next."""
    if found.plan is None:
        if found.standing:
            note("No plan was found that keeps what is never to be given up. The nearest one still breaks:")
        for match in found.standing[:_MOST]:
            note(f"  {match.rule}: {match.sentence}")
        note("If somebody offers more, or asks for less, a line in changes.toml (opening, visits, room) takes it in.")
        return
    if budget is not None and found.changes > budget:
        note(f"That is more than {budget}; nothing was written.")
        return
    if (found.broken or found.fallen) and not relax:
        if found.broken:
            note("No plan was found that keeps all of these rules:")
        for name, amount in found.broken.items():
            note(f"  {described(found.scenario, name)} (broken by {amount})")
        note("Nothing was written. --relax takes this plan, which asks as little of everybody as was found.")
        return
    if output is None:
        note("Nothing was written: -o PLAN writes the plan.")
        return
    say(f"Written to {output}.")
    if not recorded:
        note("The plan goes with the changes: --record makes them a part of the scenario.")
