"""The page of a run folder: who is better and how surely, how soon, at what size, on which machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cohortplan.bench.analysis.analysis import Analysis, Part
from cohortplan.bench.analysis.manifest import flat
from cohortplan.bench.analysis.profiles import NEAR, efforts_of
from cohortplan.bench.analysis.view import View
from cohortplan.bench.page import shown
from cohortplan.bench.page.figures import Figure
from cohortplan.documents.charts import Marks, percent
from cohortplan.documents.html import page
from cohortplan.documents.table import Table
from cohortplan.documents.words import count, listed


@dataclass(frozen=True)
class Chapter:
    """What the page says of runs with one kind of budget: tables, sentences below them, and figures by what they show.

    Attributes
    ----------
    said : mapping of str to str
        Sentences, by the table or figure they are about.
    """

    kind: str
    title: str
    solvers: Table
    duels: Table
    ranks: Table
    difficulty: Table
    reached: Table
    integrals: Table
    fits: Table
    said: Mapping[str, str]
    figures: Mapping[str, list[Figure]]
    more: int


def html(analysis: Analysis, marks: Marks, figures: Mapping[str, list[Figure]], files: Iterable[str]) -> str:
    """Return the page, which needs nothing else; it links to `files`, paths beside it."""
    chapters = [_chapter(analysis, part, figures) for part in analysis.parts]
    return page(
        "bench/bench.html",
        styles=["bench/bench.css"],
        title=analysis.runs.name,
        lead=_lead(analysis),
        troubles=_troubles(analysis),
        marks=marks,
        chapters=chapters,
        groups=shown.groups(analysis),
        peers=[(name, peer) for name, case in analysis.runs.cases.items() for peer in case.peers],
        references=shown.references(analysis),
        work=shown.fits(analysis.work_fits, "processor time"),
        work_figures=figures["work"],
        manifest=list(flat(analysis.runs.manifest).items()),
        files=sorted(files),
    )


def _lead(analysis: Analysis) -> str:
    runs = analysis.tidy.runs
    solvers = listed(list(dict.fromkeys(runs["solver"])))
    size = f"{count(len(runs), 'run')} of {count(runs['case'].nunique(), 'case')}"
    return f"{size} by {solvers}, with {count(runs['seed'].nunique(), 'seed')}."


def _troubles(analysis: Analysis) -> list[str]:
    """Say what is missing."""
    runs, planned = analysis.tidy.runs, analysis.runs.planned
    lacking = int(runs["value"].isna().sum())
    failed = runs[runs["error"] != ""]
    found = []
    if planned > len(runs):
        found.append(f"{planned - len(runs)} of {planned} units of the work list are not done yet.")
    if lacking:
        found.append(f"{count(lacking, 'run')} gave no plan that keeps the hard rules; each counts as worse than any.")
    first = failed.iloc[0] if len(failed) else None
    if first is not None:
        found.append(
            f"{count(len(failed), 'run')} failed, the first ({first['case']}, {first['solver']}): {first['error']}"
        )
    return found


def _chapter(analysis: Analysis, part: Part, figures: Mapping[str, list[Figure]]) -> Chapter:
    kind = part.view.kind
    own = {key.removesuffix(f" {kind}"): found for key, found in figures.items() if key.endswith(f" {kind}")}
    cases = part.view.ways.runs["case"].nunique()
    return Chapter(
        kind=kind,
        title=f"Budgets in {kind}" if len(analysis.parts) > 1 else "",
        solvers=shown.solvers(part),
        duels=shown.duels(part),
        ranks=shown.ranks(part),
        difficulty=shown.difficulty(part),
        reached=shown.reached(part),
        integrals=shown.integrals(part),
        fits=shown.fits(part.scaling_fits, f"the effort in {part.view.unit}"),
        said=_said(analysis, part),
        figures=own,
        more=cases - len(own["cases"]),
    )


def _said(analysis: Analysis, part: Part) -> dict[str, str]:
    duels, told = part.duels, {"budget": _budget(analysis, part), "effort": _effort(part), "uneven": _uneven(part.view)}
    if len(duels):
        met, left = int(duels["pairs"].max()), int(duels["left_out"].max())
        told["duels"] = f"Up to {count(met, 'pair')} of runs on {count(int(duels['cases'].max()), 'case')}" + (
            f"; up to {left} runs of a duel have nobody to meet and are left out." if left else "."
        )
    if len(part.ranks):
        told["ranks"] = _friedman(part.ranks)
    words = part.difficulty["difficulty"].value_counts(sort=False)
    told["difficulty"] = f"{listed([f'{number} {word}' for word, number in words.items()])}."
    rows, alone = efforts_of(part.view.ways)
    told["profiles"] = f"{count(len(rows), 'problem')}, those of one case alike." + (
        f" {alone} are left out, as not every solver was given them." if alone else ""
    )
    solved = int((rows.min(axis=1, initial=float("inf")) < float("inf")).sum())
    told["profiles"] += f" On {solved} of them somebody comes to a gap of {percent(NEAR)}."
    return told


def _budget(analysis: Analysis, part: Part) -> str:
    runs = part.view.runs
    kept, every = len(runs), int(analysis.tidy.runs[part.view.kind].notna().sum())
    told = f"All {every} runs count."
    if kept < every:
        told = f"Of each solver the runs with its largest budget on a case count, {kept} of {every}; "
        told += "the tables of cases have all."
    return told


def _uneven(view: View) -> str:
    """Say if solvers were not all given the same; "" if they were."""
    given = view.runs.groupby("solver", sort=False)[["case", "seed"]].apply(
        lambda runs: frozenset(runs.itertuples(index=False, name=None))
    )
    if len(set(given)) < 2:
        return ""
    return "Not every solver has run on every case with every seed, so this is not about the same runs for all of them."


def _effort(part: Part) -> str:
    """Say what it means to compare solvers by their effort."""
    view = part.view.ways
    told = [_uneven(view), "Bands are quartiles: how far runs lie apart, not how sure the median is."]
    if view.kind == "iterations":
        told.append(
            "Iterations are as each solver counts them, from a single move to a whole plan; of solvers that count "
            "otherwise these figures do not tell who is faster. What one finds before it has counted any stands at "
            "none, and is drawn at the left."
        )
    if (view.runs.groupby("case")["effort"].nunique() > 1).any():
        told.append("Solvers have other budgets than each other: a share of the budget is not the same to all of them.")
    if view.whole:
        told.append("Tracks are left out: what they answer with is there as a whole, at the end.")
    return " ".join(filter(None, told))


def _friedman(ranks: Any) -> str:
    first = ranks.iloc[0]
    cases = count(int(first["blocks"]), "case")
    if first["p"] != first["p"]:
        return f"{cases}; Friedman's test needs three solvers and six cases that differ."
    p = "p < 0.001" if first["p"] < 0.001 else f"p = {first['p']:.3f}"
    return (
        f"Friedman's test over the medians of {cases}: chi-squared {first['chi_squared']:.2f}, {p} that all are alike. "
        "It assumes that cases are independent of each other; ties share their ranks."
    )
