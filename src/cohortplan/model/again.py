"""Who of one programme is there in another, whatever their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cohortplan.model.hosts import Host
from cohortplan.model.names import plain
from cohortplan.model.people import Participant

Someone = Participant | Host


def met_again(before: Sequence[Someone], now: Sequence[Someone]) -> dict[str, str]:
    """Return the ids that people or hosts of one programme have in another.

    Somebody is the same if the mailbox is, or, where one of the two has none, the name. What several share tells
    nobody apart. Ids say nothing: every cohort begins again at P01.
    """
    by_mail, by_name = _only(now, mail=True), _only(now, mail=False)
    mails, names = _only(before, mail=True), _only(before, mail=False)
    found = {}
    for someone in before:
        mail, name = someone.email.casefold(), plain(someone.name)
        other = by_mail.get(mail) if mails.get(mail) is someone else None
        if other is None and names.get(name) is someone:
            other = by_name.get(name)
            if other is not None and mail and other.email:
                other = None  # two people of one name
        if other is not None:
            found[someone.id] = other.id
    return found


def _only(those: Iterable[Someone], *, mail: bool) -> dict[str, Someone]:
    """Return those whom their mailbox, or their name, tells from all others, by it."""
    keyed = [(each.email.casefold() if mail else plain(each.name), each) for each in those]
    times = Counter(key for key, _ in keyed)
    return {key: each for key, each in keyed if key and times[key] == 1}
