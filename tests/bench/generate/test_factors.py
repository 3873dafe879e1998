"""Factors: what is read of them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from cohortplan.bench.generate import Factors, read_factors
from cohortplan.bench.generate.people import shares
from cohortplan.errors import InputError


def refused(**values: Any) -> list[str]:
    """Return what is said of factors that cannot be used."""
    with pytest.raises(InputError) as error:
        read_factors(values, "sweep.toml")
    return [str(defect) for defect in error.value.defects]


def test_everything_has_a_usual_value() -> None:
    """Without a word there are 48 people in eight sets, on six days with 20 hosts."""
    usual = read_factors({})
    assert (usual.participants, usual.sets, usual.needed, usual.pairs) == (48, 8, 48, 1128)


@pytest.mark.parametrize(("people", "size", "sets"), [(48, "6", 8), (50, "5-7", 8), (9, "2-9", 2), (10, "5-9", 2)])
def test_sets_are_as_many_as_bring_their_size_to_the_middle(people: int, size: str, sets: int) -> None:
    """The number of sets follows from the people and the sizes allowed."""
    assert read_factors({"participants": people, "set_size": size}).sets == sets


def test_values_are_read_as_people_type_them() -> None:
    """``5-7`` and ``a=2,b=1`` mean what a file says in lists and tables."""
    typed = read_factors({"set_size": "5-7", "sectors": "a=2, b=1", "tightness": "0.8", "plant": "true"})
    assert typed == Factors(set_size=(5, 7), sectors={"a": 2, "b": 1}, tightness=0.8, plant=True)


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Each bad value is told with file, factor, value and remedy."""
    told = refused(participants="many", ties=1.5, set_size="7-5", towns="Atlantis=1", seed=0.5, tightnes=1)
    assert told == [
        "sweep.toml, column participants: this must be a whole number (found: 'many'). Write it like 6",
        "sweep.toml, column towns: it is not known where Atlantis is; known: Manchester, Salford, Bolton, Bury, Oldham,"
        " Rochdale, Stockport, Ashton, Altrincham, Wigan (found: 'Atlantis=1'). Change it",
        "sweep.toml, column ties: this must be at most 1.0 (found: '1.5'). Mend the number",
        "sweep.toml, column set_size: the least is above the most (found: '7-5'). Change it",
        "sweep.toml, column seed: this must be a whole number (found: '0.5'). Write it without quotes and decimals",
        "sweep.toml, column tightnes: this name is not known (found: '1'). Did you mean 'tightness'?",
    ]


def test_values_that_contradict_each_other_are_told_together() -> None:
    """What each value allows may be too little for the others: all of that is said at once."""
    museum = {"kind": "museum", "sector": "arts", "function": "culture", "capacity": 4}
    told = refused(participants=11, set_size="6-7", organisations=2, hosts=3, tightness=2, plant=True, kinds=[museum])
    assert [line.partition(": ")[2] for line in told] == [
        "11 people cannot be dealt into sets of 6 to 7 (found: '6-7'). Widen it, or change participants",
        "some sector would have none (found: '2'). Raise it to 3",
        "nobody visits a host twice, so that 6 visit days need as many hosts (found: '3'). Raise it, or lower rounds",
        "no plan can be planted where visits are lacking (found: '2.0'). Lower it to 1 or less",
        "a museum for 4 people cannot receive a set of 7. Raise it to 7, or leave it out",
    ]
    assert "there are more of them than people" in refused(participants=4, sectors="a=1,b=1,c=1,d=1,e=1", set_size=2)[0]


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "", None, [], {"a": 1}])
def test_shares_are_numbers_from_0_to_1(value: object) -> None:
    """What is no share is refused."""
    assert "column ties" in refused(ties=value)[0]


def test_parts_are_rounded_down_or_up_and_add_up() -> None:
    """A number is split in proportion; nothing is lost."""
    assert shares(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert shares(7, {"a": 0.5, "b": 0.25, "c": 0.25}) == {"a": 3, "b": 2, "c": 2}
