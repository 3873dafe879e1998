import pkgutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from pydantic import ValidationError

import cohortplan.model
from cohortplan.io.tables import TABLES
from cohortplan.io.tables.facts import column_fact
from cohortplan.model import Participant, Privacy
from cohortplan.model.base import Frozen
from cohortplan.model.privacy import AUDIENCES, FACTS, REGISTER, fact_name, fact_of, of_heading
from cohortplan.rules import registry


def models() -> dict[str, type[Frozen]]:
    """Return every class of the model by name, rules left out: those say themselves what is sealed."""
    for module in pkgutil.walk_packages(cohortplan.model.__path__, "cohortplan.model."):
        import_module(module.name)
    found = {each.__name__: each for each in below(Frozen) if each.__module__.startswith("cohortplan.model.")}
    return dict(sorted(found.items()))


def below(base: type[Frozen]) -> Iterator[type[Frozen]]:
    """Yield all classes that derive from one."""
    for each in base.__subclasses__():
        yield each
        yield from below(each)


def test_every_field_of_the_model_has_one_class() -> None:
    """Each field that a class of the model adds is listed once, under a kind of fact that there is; no other is."""
    for name, model in models().items():
        listed = [field for names in REGISTER.get(name, {}).values() for field in names.split()]
        own = [field for field in model.model_fields if field in model.__annotations__]
        assert sorted(listed) == sorted(own), f"{name}: say in model/privacy/register.py what its fields hold"
        assert set(REGISTER.get(name, {})) <= set(FACTS)
    assert set(REGISTER) <= set(models())


def test_a_new_field_without_a_class_is_found() -> None:
    """A field that somebody adds and does not list has no kind of fact: asking for it fails."""

    class Taller(Participant):
        height: int = 0

    assert fact_name(Taller, "name") == "name"
    with pytest.raises(KeyError, match=r"Taller\.height is not in the register"):
        fact_of(Taller, "height")


def test_every_field_of_a_rule_has_a_class() -> None:
    """A rule's fields are settings, unless the rule marks them as sealed."""
    facts = {(kind, name): fact_of(rule, name).klass for kind, rule in registry().items() for name in rule.model_fields}
    assert facts["never_alone", "flag"] == facts["keep_apart", "kinds"] == "sealed"
    assert facts["never_alone", "least"] == "programme"


def test_every_column_of_every_table_has_a_class() -> None:
    """A cell is of the kind of fact of the field that it fills; a column that the organiser added, by its heading."""
    for table in TABLES.values():
        for column in table.columns:
            assert column_fact(table.name, column.name) in FACTS, (table.name, column.name)
    assert column_fact("participants", "Dietary") == "diet"
    assert column_fact("participants", "Invoice to") == "note"
    assert column_fact("participants", "Home town", ["home_town"]) == "organisation"


def test_a_table_without_a_model_is_found() -> None:
    """A column of a table that nobody listed has no kind of fact."""
    with pytest.raises(KeyError):
        column_fact("hosts", "shoe_size")


def test_sealed_facts_reach_nobody_but_those_who_need_them() -> None:
    """No sealed fact is shown as it is to anybody but the organiser and the person; a gate sees what it asks for."""
    for name, fact in FACTS.items():
        assert set(fact.seen) <= set(AUDIENCES)
        if fact.klass == "sealed":
            shown = {who: how for who, how in fact.seen.items() if who not in ("organiser", "self")}
            assert set(shown.values()) <= {"list", "counts", "adjustment", "rate", "edge"}, name


def test_the_class_of_private_headings() -> None:
    """Headings are told by a word of theirs, whatever the capitals; words are not told by a part of them."""
    found = {of_heading(each) for each in ("DOB", "Date of birth", "born")}
    assert found == {"born"}
    assert of_heading("Idea") == "note"
    assert of_heading("Mobile no.") == "contact"


def test_clocks_count_days_and_months() -> None:
    """Two years after the end of July is the end of July; a month after the last of January is the last of February."""
    usual = Privacy()
    assert usual.due("attendance", date(2027, 7, 31)) == date(2029, 7, 31)
    assert usual.due("diet", date(2027, 7, 31)) == date(2027, 8, 30)
    assert Privacy(keep={"diet": "1 month"}).due("diet", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "wrong",
    [
        {"keep": {"diet": "a while"}},
        {"keep": {"shoes": "3 days"}},
        {"keep": {"host": "3 days"}},
        {"hide": {"public": ("name",)}},
        {"hide": {"host": ("shoes",)}},
    ],
)
def test_settings_name_what_there_is(wrong: dict[str, object]) -> None:
    """Times that are none, kinds of facts and audiences that there are not, and kinds without a date are refused."""
    with pytest.raises(ValidationError):
        Privacy.model_validate(wrong)


def test_a_programme_may_hide_more() -> None:
    """What is hidden from an audience it does not see; what the contract has, sponsors do."""
    assert Privacy().sight("diet", "host") == "counts"
    assert Privacy(hide={"host": ("diet",)}).sight("diet", "host") == "no"
    assert Privacy().sight("attendance", "sponsor") == "aggregate"
    assert Privacy(sponsors_see_attendance=True).sight("attendance", "sponsor") == "own"
