"""The same people and hosts are found in another programme by mailbox or name, never by id."""

from __future__ import annotations

from cohortplan.model import Participant
from cohortplan.model.again import met_again


def person(name: str, email: str = "", id_: str = "P01") -> Participant:
    """Make a participant."""
    return Participant(id=id_, name=name, email=email)


def test_ids_say_nothing() -> None:
    """Every cohort has a P01."""
    assert met_again([person("Ada Brook")], [person("Ben Crane")]) == {}
    assert met_again([person("Ada Brook")], [person("ada  brook", id_="Q7")]) == {"P01": "Q7"}


def test_a_mailbox_counts_more_than_a_name() -> None:
    """Somebody married, and somebody else has the old name."""
    now = [person("Ada Lowe", "Ada@x.example", "Q1"), person("Ada Brook", "brook@x.example", "Q2")]
    assert met_again([person("Ada Brook", "ada@x.example")], now) == {"P01": "Q1"}


def test_one_name_with_two_mailboxes_may_be_two_people() -> None:
    """Nobody is taken for somebody else; where one mailbox is missing the name has to do."""
    assert met_again([person("Ada Brook", "a@x.example")], [person("Ada Brook", "b@x.example", "Q1")]) == {}
    assert met_again([person("Ada Brook", "a@x.example")], [person("Ada Brook", "", "Q1")]) == {"P01": "Q1"}


def test_what_several_share_tells_nobody_apart() -> None:
    """Two people of one name, and two who share an assistant's mailbox."""
    twins = [person("Ada Brook", id_="Q1"), person("Ada Brook", id_="Q2")]
    assert met_again([person("Ada Brook")], twins) == {}
    office = [person("Ben Crane", "office@x.example", "Q1"), person("Cy Dunn", "office@x.example", "Q2")]
    assert met_again([person("Ben Crane", "office@x.example")], office) == {}
