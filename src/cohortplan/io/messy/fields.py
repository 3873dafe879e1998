"""What the columns of an organiser's sheets may be, and what people call them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PEOPLE, HOSTS, SKIP = "people", "hosts", "skip"
#: A column that is kept under its own heading, and one that is left out.
KEEP = "keep"


@dataclass(frozen=True)
class Field:
    """What a column may be.

    Attributes
    ----------
    name : str
        Its name, also in ``import.toml``.
    called : tuple of str
        What people call it.
    private : bool
        Whether what stands in it is nobody's business: messages then give its place alone.
    telling : bool
        Whether having it says which of the two kinds of sheet this is.
    exact : bool
        Whether a heading must be its name, not only like it.
    """

    name: str
    called: tuple[str, ...]
    private: bool = False
    telling: bool = True
    exact: bool = False


def _field(name: str, called: str, *, private: bool = False, telling: bool = True) -> Field:
    return Field(name, tuple(part.strip() for part in called.split(",")), private, telling)


def _own(name: str, *, private: bool) -> Field:
    return Field(name, (name,), private, telling=False, exact=True)


_SHARED = (
    _field("organisation", "organisation, organization, employer, company, org, organisation name", telling=False),
    _field("sector", "sector, type of organisation, sector type", telling=False),
    _field("email", "email, e-mail, email address, work email, email 1, mail", telling=False),
    _field("town", "town, city, base, based in, location", telling=False),
    _field("id", "id, ref, reference, number, no, participant id, host id", telling=False),
)

#: Columns that only a scenario's own tables have; they are taken as they are.
_OWN_PEOPLE = ("flags", "cannot", "cleared", "refused", "asks", "offers", "online", "delegate", "weekdays", "busy")
_OWN_HOSTS = (
    "lat", "lon", "sets_at_once", "max_visits", "gap_days", "clearance", "clearance_days", "reserve", "barriers",
    "leader_days", "leader_from", "leader_until",
)  # fmt: skip

TABLES: dict[str, tuple[Field, ...]] = {
    PEOPLE: (
        _field("name", "name, full name, participant, participant name, delegate name", telling=False),
        _field("first", "first name, firstname, forename, given name"),
        _field("last", "last name, surname, family name"),
        _field("preferred", "preferred name, known as, likes to be called, name for badge, preferred"),
        _field("legal_name", "legal name, name on id, name as on passport, full legal name", private=True),
        _field("former_name", "maiden name, former name, previous name, formerly", private=True),
        _field("salutation", "title, salutation, mr/mrs/ms"),
        _field("job_title", "job title, role, position, post, job"),
        *_SHARED,
        _field("email_2", "email 2, second email, other email, personal email, home email, alternative email"),
        _field("phone", "mobile, phone, telephone, tel, mobile number, phone number, contact number", private=True),
        _field("postcode", "postcode, post code, home postcode", private=True),
        _field("birth_date", "date of birth, dob, birth date, born", private=True),
        _field(
            "diet_access",
            "dietary/access, diet, dietary, dietary requirements, access needs, diet and access, "
            "dietary or access requirements, special requirements",
            private=True,
        ),
        _field(
            "away",
            "cannot do, dates cannot do, dates you cannot do, cannot make, unavailable, unavailable dates, "
            "days they cannot do, holidays, away, dates away, can't do",
            private=True,
        ),
        _field(
            "knows",
            "knows, who they know, who do they know, who do you know, who you know, people they know, already knows, "
            "knows already, who they know already, who do you know already",
            private=True,
        ),
        _field("joins", "joins, start date, joined, starts"),
        _field("leaves", "leaves, leaving date, last day"),
        _field("status", "status, still here, place status, left"),
        _field("consent", "consent, photo consent, consent given, gdpr, consent to share"),
        _field("line_manager", "line manager, manager"),
        _field("sponsor", "sponsor, sponsored by"),
        *(_own(name, private=True) for name in _OWN_PEOPLE),
    ),
    HOSTS: (
        _field("name", "host, name, host name, host organisation, site, venue, visit host, place"),
        *_SHARED,
        _field("kind", "kind, kind of host, host type, type, type of host, type of site"),
        _field("function", "function, area of life"),
        _field("contact", "contact, contact name, contact person, main contact"),
        _field("phone", "phone, telephone, tel, contact number", private=True, telling=False),
        _field("capacity", "capacity, max, maximum, how many, group size, numbers, max group, max visitors"),
        _field("min", "min, minimum, min group, at least"),
        _field("from", "from, opens", telling=False),
        _field("until", "until, closes", telling=False),
        _field("when", "when, availability, available, days, when can they host, good days, which days"),
        _field("times", "times, time, hours, what time, time of day"),
        _field("lead_days", "notice, notice needed, lead time, days notice, lead days"),
        _field("joining", "what they need, joining instructions, joining, on arrival, at the gate"),
        _field("last_visited", "last visited, last visit, visited"),
        *(_own(name, private=False) for name in _OWN_HOSTS),
    ),
}


def field_of(table: str, name: str) -> Field | None:
    """Return a field of a table by its name, None for a column that is kept."""
    return next((each for each in TABLES.get(table, ()) if each.name == name), None)


def is_private(table: str, name: str) -> bool:
    """Whether what stands in a column is not to be repeated; of a column nobody knows it may be anything."""
    known = field_of(table, name)
    return known is None or known.private


def names(table: str) -> Iterable[str]:
    """Return the names of a table's fields."""
    return (each.name for each in TABLES[table])
