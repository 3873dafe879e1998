"""What kinds of facts there are: their class, what they are for, who may see them and how, and how long they are kept.

This table is the one place where that is said. `register` says of every field of the model which kind of fact it holds;
everything that leaves the organiser's desk is made by it, or tested against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

#: Who may look; ``self`` is the person whom a fact is about, ``fellow`` somebody of the same set, ``guest`` somebody
#: who comes to single events.
Audience = Literal["organiser", "self", "fellow", "facilitator", "host", "secure_host", "sponsor", "guest", "research"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

#: How closely a fact is held; sealed ones are read by rules and by nobody who need not.
Class = Literal["open", "contact", "programme", "sealed"]

#: How an audience sees a fact.
Sight = Literal[
    "yes",  # as it is
    "sealed",  # in the sealed file, and nowhere else
    "own",  # of their own set, or of the person they sponsor
    "consent",  # of those who agreed to it
    "list",  # if the host's list (`gate_fields`) asks for it
    "counts",  # how many, of nobody by name
    "adjustment",  # what is to be provided, of nobody by name
    "aggregate",  # sums of the whole cohort
    "contract",  # of the person they sponsor, if `[privacy]` says that the contract has it
    "pseudonym",  # under a random name
    "coarse",  # merged with others until nobody is alone
    "rate",  # a share of the cohort, if at least five have it
    "edge",  # that something is so, not what
    "no",
]


@dataclass(frozen=True)
class Fact:
    """One kind of fact.

    Attributes
    ----------
    klass : str
        Its class.
    purpose : str
        What it is kept for.
    seen : mapping of str to str
        How each audience sees it; those who are not named do not.
    keep, since : str
        How long it is kept (``30 days``, ``24 months``), and from when: ``visit`` (the last for which it is
        needed), ``end`` (of the programme), ``consent`` (the day it was given). "" = as long as the programme's folder.
    """

    klass: Class
    purpose: str
    seen: Mapping[Audience, Sight] = field(default_factory=dict)
    keep: str = ""
    since: Literal["", "visit", "end", "consent"] = ""

    def sight(self, audience: Audience) -> Sight:
        """How an audience sees it."""
        return self.seen.get(audience, "no")


def _seen(**how: Sight) -> dict[Audience, Sight]:
    return {name: how[name] for name in AUDIENCES if name in how}


def _everyone(research: Sight) -> dict[Audience, Sight]:
    return {**dict.fromkeys(AUDIENCES, "yes"), "research": research}


def _known_as(research: Sight) -> dict[Audience, Sight]:
    seen = _seen(organiser="yes", self="yes", fellow="yes", facilitator="yes", sponsor="own", research=research)
    return {**seen, "host": "consent", "secure_host": "consent", "guest": "consent"}


_DESK = _seen(organiser="yes", self="yes")
_GATE = Fact(
    "sealed",
    "letting visitors through the gate of a host that checks them",
    _seen(organiser="yes", self="yes", secure_host="list"),
    *("7 days", "visit"),
)

FACTS: Mapping[str, Fact] = {
    "name": Fact(
        "open",
        "knowing who is who",
        _known_as("pseudonym"),
        *("24 months", "end"),
    ),
    "organisation": Fact(
        "open",
        "mixing sets, and not sending people to their own employer",
        _known_as("coarse"),
        *("24 months", "end"),
    ),
    "contact": Fact(
        "contact",
        "inviting people and reaching them on the day",
        _seen(organiser="yes", self="yes", fellow="consent", facilitator="yes"),
        *("24 months", "end"),
    ),
    "legal_name": _GATE,
    "born": _GATE,
    "id_document": _GATE,
    "clearance": Fact("sealed", "not sending people where they are turned away", _DESK, "7 days", "end"),
    "diet": Fact(
        "sealed",
        "food that everyone can eat",
        _seen(organiser="yes", self="yes", facilitator="counts", host="counts", secure_host="counts"),
        *("30 days", "end"),
    ),
    "emergency": Fact(
        "contact",
        "somebody to ring when something happens; held by who leads the visit",
        _seen(organiser="yes", self="yes", facilitator="own"),
        *("0 days", "end"),
    ),
    "access": Fact(
        "sealed",
        "visits that everyone can make",
        _seen(
            organiser="sealed",
            self="yes",
            facilitator="adjustment",
            host="adjustment",
            secure_host="adjustment",
            research="rate",
        ),
        *("30 days", "end"),
    ),
    "equality": Fact(
        "sealed",
        "that nobody is alone in a set",
        _seen(organiser="sealed", self="yes", research="rate"),
        *("30 days", "end"),
    ),
    "sealed_key": Fact(
        "sealed", "finding the person whom a row of the sealed file is about", _seen(organiser="sealed")
    ),
    "keep_apart": Fact(
        "sealed", "sets in which everyone can speak", _seen(organiser="sealed", research="edge"), "24 months", "end"
    ),
    "objection": Fact("sealed", "that nobody sits in a set they declined", _seen(organiser="sealed"), "0 days", "end"),
    "absence": Fact(
        "programme",
        "not planning people where they are not",
        _seen(organiser="yes", self="yes", research="pseudonym"),
        *("24 months", "end"),
    ),
    "reason": Fact("sealed", "remembering why", _DESK, "30 days", "end"),
    "note": Fact("sealed", "the organiser's own notes", _DESK, "24 months", "end"),
    "import": Fact("sealed", "importing the same sheets again, and asking nothing twice", _DESK, "30 days", "end"),
    "attendance": Fact(
        "programme",
        "counting what happened rather than what was planned",
        _seen(organiser="yes", self="yes", facilitator="own", sponsor="contract", research="pseudonym"),
        *("24 months", "end"),
    ),
    "met": Fact(
        "programme",
        "new contacts rather than old ones",
        _seen(organiser="yes", self="yes", sponsor="aggregate", research="pseudonym"),
        *("24 months", "end"),
    ),
    "seat": Fact(
        "programme",
        "who is in which set",
        _seen(
            organiser="yes",
            self="yes",
            fellow="own",
            facilitator="own",
            host="counts",
            secure_host="list",
            sponsor="own",
            guest="counts",
            research="pseudonym",
        ),
        *("24 months", "end"),
    ),
    "interest": Fact("programme", "people who ask and people who can tell", _DESK, "24 months", "end"),
    "part_time": Fact(
        "programme", "days on which somebody works", _seen(organiser="yes", self="yes", research="pseudonym")
    ),
    "consent": Fact("programme", "knowing what people agreed to", _DESK, "24 months", "consent"),
    "helper": Fact(
        "open",
        "who looks after sets, and who comes as a guest",
        _seen(organiser="yes", self="yes", fellow="own", facilitator="yes", sponsor="own", guest="own"),
        *("24 months", "end"),
    ),
    "host": Fact("open", "where visits go", _everyone("pseudonym")),
    "host_desk": Fact(
        "programme",
        "what a host asks for, and when it cannot",
        _seen(organiser="yes", host="own", secure_host="own", research="pseudonym"),
    ),
    "host_contact": Fact("contact", "inviting hosts", _seen(organiser="yes", host="own", secure_host="own")),
    "link": Fact(
        "contact",
        "taking part online",
        _seen(organiser="yes", self="yes", fellow="own", facilitator="own", guest="own"),
    ),
    "programme": Fact("open", "what is planned, and when", _everyone("coarse")),
    "charter": Fact(
        "open",
        "saying what a programme is for",
        {audience: "yes" for audience in AUDIENCES if audience != "research"},
    ),
    "setting": Fact("programme", "how plans are made and sent", _seen(organiser="yes", research="yes")),
    "server": Fact("contact", "how messages are sent", _seen(organiser="yes")),
}

#: What an organiser's own column in the sheet of people holds, by a word of its heading; anything else is a note.
HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("diet", "dietary", "food", "allergies", "allergy"), "diet"),
    **dict.fromkeys(("need", "needs", "access", "adjustment", "adjustments", "disability"), "access"),
    **dict.fromkeys(("ethnicity", "gender", "religion", "orientation", "equality", "pronouns"), "equality"),
    **dict.fromkeys(("legal", "passport"), "legal_name"),
    **dict.fromkeys(("dob", "born", "birth"), "born"),
    **dict.fromkeys(("id", "licence"), "id_document"),
    **dict.fromkeys(("phone", "mobile", "email", "mail", "postcode", "address"), "contact"),
    **dict.fromkeys(("emergency", "kin"), "emergency"),
    **dict.fromkeys(("consent", "consents"), "consent"),
}


def of_heading(heading: str) -> str:
    """Return what a column that the organiser added holds, by its heading.

    Examples
    --------
    >>> of_heading("Dietary requirements"), of_heading("id_document"), of_heading("Invoice to")
    ('diet', 'id_document', 'note')
    """
    words = "".join(letter.lower() if letter.isalnum() else " " for letter in heading).split()
    return next((HEADINGS[word] for word in words if word in HEADINGS), "note")
