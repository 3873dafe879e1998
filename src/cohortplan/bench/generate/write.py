"""Writes an instance: a scenario's folder with a card of what is known of it."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from cohortplan.bench.generate.card import CARD, SCHEMA, Best, Card, Difficulty, Provenance, card_text, strangers, whole
from cohortplan.bench.generate.features import features
from cohortplan.bench.generate.make import Generated
from cohortplan.bench.generate.parts import GENERATOR, SCRIPT
from cohortplan.errors import Defect, InputError
from cohortplan.io.changes import changes_of
from cohortplan.io.findings import Findings
from cohortplan.io.outputs import write_folder
from cohortplan.io.plan import plan_text

#: The plan that was hidden.
PLANTED = "planted.plan.json"


def write_instance(folder: Path, generated: Generated, difficulty: Difficulty = "unknown") -> Card:
    """Write an instance into a folder of its own, all of it or nothing; the card is returned.

    Raises
    ------
    InputError
        If it cannot be written, or the folder holds files of another scenario.
    """
    files = dict(generated.files)
    if generated.plan is not None:
        files[PLANTED] = plan_text(generated.plan)
    others = strangers(folder, files)
    if others:
        remedy = "Name an empty folder, or one that does not exist"
        raise InputError([Defect("the folder holds files of another scenario", remedy, ", ".join(others), str(folder))])
    card = describe(generated, files, difficulty)
    write_folder(folder, {**files, CARD: card_text(card)})
    return card


def describe(generated: Generated, files: dict[str, str], difficulty: Difficulty) -> Card:
    """Return the card of an instance that has these files."""
    digests = {name: sha256(text.encode()).hexdigest() for name, text in files.items()}
    script = changes_of(files[SCRIPT], SCRIPT, Findings()).changes if SCRIPT in files else ()
    best = Best(soft=0, plan=PLANTED, proved=True, source="planted: no plan costs less than nothing")
    return Card(
        schema=SCHEMA,
        id=generated.name,
        sha256=whole(digests),
        difficulty=difficulty,
        best=best if PLANTED in files else None,
        features=features(generated.scenario, script),
        files=digests,
        provenance=Provenance(
            generator=GENERATOR,
            version=version("cohortplan"),
            factors=generated.factors.model_dump(mode="json", exclude_none=True),
        ),
    )
