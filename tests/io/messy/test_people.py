"""What is done with rows of people, each mess both ways: mended, and asked about."""

from __future__ import annotations

import pytest

from cohortplan.io import cells
from tests.io.messy.rows import asked, column, fates, imported, table

HEAD = "Name,Organisation,Sector,Email\n"


@pytest.mark.parametrize(
    ("typed", "name", "also"),
    [
        ("Dr Ida Marsh", "Ida Marsh", {"salutation": "Dr"}),
        ("IDA MARSH", "Ida Marsh", {}),
        ('"Marsh, Ida"', "Ida Marsh", {}),
        ('"O\'BRIEN-SMITH, siân"', "Siân O'Brien-Smith", {}),
        ("Ida Marsh (née Cobb)", "Ida Marsh", {"former_name": "Cobb"}),
        ("Margaret (Peggy) Marsh", "Peggy Marsh", {"legal_name": "Margaret Marsh"}),
        ("Ida Marsh", "Ida Marsh", {}),
        ("Ida de la Mare", "Ida de la Mare", {}),
    ],
)
def test_names(typed: str, name: str, also: dict[str, str]) -> None:
    """The name somebody goes by is put apart from titles, former names and the one on their papers."""
    (row,) = table(imported(f"{HEAD}{typed},Calder Council,public,\n"))
    assert row["name"] == name
    assert {key: row.get(key, "") for key in also} == also
    assert ("legal_name" in row) == ("legal_name" in also)


def test_preferred_names() -> None:
    """The preferred name is used, whole or first; the legal name is kept for the gate."""
    found = imported("Name,Known as,Organisation\nMargaret Marsh,Peggy,A\nIda Cobb,Ida,B\nJon Dale,Jo Hill,C\n")
    assert column(found, "name") == ["Peggy Marsh", "Ida Cobb", "Jo Hill"]
    assert column(found, "legal_name") == ["Margaret Marsh", "", "Jon Dale"]


def test_a_row_without_a_name() -> None:
    """Somebody without a name waits until it is said who it is."""
    text = f"{HEAD},Calder Council,public,a@calder.example\nBo Cobb,Worth Foods,private,\n"
    found = imported(text)
    assert (fates(found), asked(found)) == (["set aside", "asked", "kept"], [("names", 2)])
    assert column(imported(text, answers={"names": "Ida Marsh"}), "name") == ["Ida Marsh", "Bo Cobb"]


def test_totals() -> None:
    """Totals and repeated headers are set aside; a single cell is asked about."""
    text = f"{HEAD}Ida Marsh,A,public,\nName,Organisation,Sector,Email\nBo Cobb,B,public,\nTotal,2,,\nRing Bo,,,\n"
    found = imported(text)
    assert fates(found) == ["set aside", "kept", "set aside", "kept", "set aside", "asked"]
    assert asked(found) == [("totals", 6)]
    assert fates(imported(text, answers={"totals": "no"}))[-1] == "set aside"
    assert ("sectors", 6) in asked(imported(text, answers={"totals": "yes"}))
    assert asked(imported(text, answers={"totals": "perhaps"})) == [("totals", 6)]


def test_people_who_have_left() -> None:
    """A row that says that somebody has left waits for the answer, either way."""
    text = f"{HEAD}Ida Marsh (left in March),A,public,\nBo Leftwich,B,public,\n"
    found = imported(text)
    assert (fates(found)[1:], asked(found)) == (["asked", "kept"], [("left", 2)])
    assert column(imported(text, answers={"left": "yes"}), "name") == ["Ida Marsh", "Bo Leftwich"]
    assert fates(imported(text, answers={"left": "no"}))[1:] == ["set aside", "kept"]
    assert asked(imported(text, answers={"left": "who?"})) == [("left", 2)]


def test_no_organisation_shouts() -> None:
    """A spelling in capitals, or without any, is not the one that is kept, however often it was typed."""
    names = ["AIRE MILLS"] * 3 + ["aire mills"] * 3 + ["Aire Mills", "BBC"]
    rows = [f"Person {letter},{name},public," for letter, name in zip("abcdefgh", names, strict=True)]
    assert column(imported(HEAD + "\n".join(rows)), "organisation") == [*["Aire Mills"] * 7, "BBC"]


def test_organisations() -> None:
    """Spellings of one organisation become one; what may be one is asked; what differs by a number is not."""
    names = ["Calder Council", "calder council", "Calder Cncl", "The Calder Council Ltd.", "Caldar Council"]
    names += ["Ward 1 Trust", "Ward 2 Trust", "Aire Hospitals", "Aire Hospitals Trust", "CC"]
    rows = [f"Person {letter},{name},public," for letter, name in zip("abcdefghij", names, strict=True)]
    found = imported(HEAD + "\n".join(rows))
    assert column(found, "organisation") == [*["Calder Council"] * 5, *names[5:]]
    assert asked(found) == [("organisations", 10), ("organisations", 11)]
    merged = imported(HEAD + "\n".join(rows), answers={"organisations": "Calder Council"})
    assert column(merged, "organisation")[-1] == "Calder Council"


def test_sectors() -> None:
    """A blank sector is that of the others of the organisation; one that cannot be told is asked, and its row waits."""
    text = f"{HEAD}A Marsh,Calder,NHS,\nB Cobb,Calder,,\nC Dale,Worth,,\nD Hill,Moor,Public/Third,\n"
    found = imported(text)
    assert column(found, "sector") == ["public", "public"]
    assert asked(found) == [("sectors", 4), ("sectors", 5)]
    assert column(imported(text, answers={"sectors": "charity"}), "sector") == ["public"] * 2 + ["nonprofit"] * 2
    assert asked(imported(text, answers={"sectors": "purple"})) == [("sectors", 4), ("sectors", 5)]


@pytest.mark.parametrize(
    ("spellings", "become", "questions"),
    [
        (["HMP Ridge", "Ridge, HMP"], ["HMP Ridge"] * 2, 0),
        (["Ridge, HMP", "HMP Ridge"], ["HMP Ridge"] * 2, 0),
        (["Ridge, HMP", "Ridge, HMP", "HMP Ridge"], ["Ridge, HMP"] * 3, 0),
        (["Ridge HMP", "HMP Ridge"], ["Ridge HMP", "HMP Ridge"], 1),
        (["Hospitals of Calder Vale", "Calder Vale Hospitls"], ["Hospitals of Calder Vale", "Calder Vale Hospitls"], 1),
        (["North Hospital", "South Hospital"], ["North Hospital", "South Hospital"], 0),
        (["Hospital, North", "South Hospital"], ["Hospital, North", "South Hospital"], 0),
        (["Ward 12, Aire", "Aire Ward 21"], ["Ward 12, Aire", "Aire Ward 21"], 0),
    ],
)
def test_organisations_whose_words_stand_in_another_order(
    spellings: list[str], become: list[str], questions: int
) -> None:
    """Around a comma the words may change places; without one it is asked; other sides and numbers are others."""
    people = "".join(f'Person {"ABCD"[k]},"{name}",public\n' for k, name in enumerate(spellings))
    found = imported(f"Name,Organisation,Sector\n{people}")
    assert column(found, "organisation") == become
    assert [step for step, _ in asked(found)] == ["organisations"] * questions


def test_one_person_twice() -> None:
    """The same name and organisation, or the same address and nearly the same name, are one person; nothing is lost."""
    head = "Name,Organisation,Sector,Email,Mobile\n"
    rows = ["Ida Marsh,Calder,public,ida@calder.example,", "Ida Marsh,Calder,public,ida@home.example,07700 900101"]
    rows += ["Bo Cobb,Worth,private,bo@worth.example,", "B. Cobb,Worth,private,bo@worth.example,07700 900102"]
    found = imported(head + "\n".join(rows))
    assert fates(found)[1:] == ["kept", "merged", "kept", "merged"]
    first, second = table(found)
    assert (first["email"], first["email_2"], first["phone"]) == (
        "ida@calder.example",
        "ida@home.example",
        "07700 900101",
    )
    assert (second["name"], second["phone"]) == ("Bo Cobb", "07700 900102")


def test_perhaps_one_person() -> None:
    """One name at two organisations, and a former name, are asked about."""
    rows = ["Ida Marsh,Calder,public,a@calder.example", "Ida Marsh,Worth,private,", "Bo Dale (née Moss),Aire,public,"]
    text = HEAD + "\n".join([*rows, "Bo Moss,Aire,public,"])
    found = imported(text)
    assert fates(found)[1:] == ["kept", "asked", "kept", "asked"]
    assert fates(imported(text, answers={"duplicates": "no"}))[1:] == ["kept"] * 4
    assert fates(imported(text, answers={"duplicates": "yes"}))[1:] == ["kept", "merged", "kept", "merged"]
    assert fates(imported(text, answers={"duplicates": "well"}))[1:] == ["kept", "asked", "kept", "asked"]


def test_one_address_two_people() -> None:
    """An address that two people share is asked about; both stay."""
    text = f"{HEAD}Ida Marsh,Calder,public,pa@calder.example\nBo Cobb,Calder,public,PA@calder.example\n"
    found = imported(text)
    assert (fates(found)[1:], asked(found)) == (["kept", "kept"], [("duplicates", 3)])
    assert asked(imported(text, answers={"duplicates": "yes"})) == []
    own = imported(text, answers={"duplicates": "bo@calder.example"})
    assert column(own, "email") == ["pa@calder.example", "bo@calder.example"]


@pytest.mark.parametrize(
    ("cell", "days", "weekdays"),
    [
        ("hols 12–20 Feb", [("2027-02-12", "2027-02-20")], ""),
        ("8/10, 15 Oct 2026; w/c 2 Nov", [("2026-10-08",) * 2, ("2026-10-15",) * 2, ("2026-11-02", "2026-11-08")], ""),
        ("not Weds", [], "Mon;Tue;Thu;Fri"),
        ("Mondays and Fridays. Away 1-3 March", [("2027-03-01", "2027-03-03")], "Tue;Wed;Thu"),
        ("none", [], ""),
    ],
)
def test_days_people_cannot_come(cell: str, days: list[tuple[str, str]], weekdays: str) -> None:
    """Free text becomes absences and weekdays, and is kept beside them."""
    found = imported(f'Name,Organisation,Cannot do\nIda Marsh,Calder,"{cell}"\n')
    assert asked(found) == []
    assert [(row["from"], row["until"]) for row in table(found, "absences.csv")] == days
    (row,) = table(found)
    assert (row.get("weekdays", ""), row["away"]) == (weekdays, cell)


@pytest.mark.parametrize(
    ("cell", "busy"),
    [
        ("not Weds pm", "Wed 13:00-24:00"),
        ("Tues & Thurs mornings; hols 12-20 Feb", "Tue Thu 00:00-12:30"),
        ("no Friday afternoons, Mon 2-4pm", "Fri 13:00-24:00; Mon 14:00-16:00"),
        ("8 Oct pm", "2026-10-08 13:00-24:00"),
        ("evenings of Mon", ""),
    ],
)
def test_hours_people_cannot_come(cell: str, busy: str) -> None:
    """Half days and hours become busy ones, and the scenario can be read with them; others are asked about."""
    found = imported(f'Name,Organisation,Cannot do\nIda Marsh,Calder,"{cell}"\n')
    (row,) = table(found)
    assert (row.get("busy", ""), row["away"], asked(found) == []) == (busy, cell, bool(busy))
    assert len(cells.busy(busy)) == sum(len(each.split()) - 1 for each in busy.split(";") if each)


def test_days_that_are_not_clear() -> None:
    """Words are asked about, what is clear beside them is read; an answer is read like the cell."""
    text = 'Name,Organisation,Cannot do\nIda Marsh,Calder,"not in May, hols 12-20 Feb"\nBo Cobb,Worth,half term\n'
    found = imported(text)
    assert asked(found) == [("absences", 2), ("absences", 3)]
    assert [row["participant"] for row in table(found, "absences.csv")] == ["P01"]
    answered = imported(text, answers={"absences": "26-30 Oct; Wed"})
    assert [row["from"] for row in table(answered, "absences.csv")] == ["2026-10-26", "2027-02-12", "2026-10-26"]
    assert column(answered, "weekdays") == ["Mon;Tue;Thu;Fri"] * 2
    assert asked(imported(text, answers={"absences": "-"})) == []
    assert asked(imported(text, answers={"absences": "later"})) == [("absences", 2), ("absences", 3)]


def test_dates_by_their_column() -> None:
    """Whether the month comes first is told by the whole column; where both occur it is asked."""
    head = "Name,Organisation,Start date\n"
    american = imported(f"{head}Ida Marsh,A,10/8/2026\nBo Cobb,B,10/31/2026\n")
    assert column(american, "joins") == ["2026-10-08", "2026-10-31"]
    mixed = imported(f"{head}Ida Marsh,A,10/8/2026\nBo Cobb,B,10/31/2026\nAl Dale,C,31/10/2026\n")
    assert column(mixed, "joins") == ["", "2026-10-31", "2026-10-31"]
    assert asked(mixed) == [("dates", 2)]


def test_a_cell_left_empty() -> None:
    """The answer "-" empties a cell."""
    found = imported("Name,Organisation,Postcode\nIda Marsh,A,12345\n", answers={"postcodes": "-"})
    assert (asked(found), column(found, "postcode")) == ([], [""])


def test_cells_of_nothing_but_blanks() -> None:
    """A cell in which nobody sees anything is blank: its sector is found, its name asked."""
    found = imported(f"{HEAD}Ida Marsh,Calder,public,\nBo Cobb,Calder, ,\n\u00a0,Calder,public,\n")
    assert column(found, "sector") == ["public", "public"]
    assert asked(found) == [("names", 4)]
    assert column(imported(f"{HEAD}née Cobb,Calder,public,\n(left),Aire,public,\n"), "name") == ["née Cobb"]


def test_whom_people_know_becomes_ties() -> None:
    """Whole names, first names that only one has, misspelt ones and those of merged rows; each pair once."""
    found = imported(
        "Name,Organisation,Sector,Email,Who they know\n"
        "Ida Marsh,Calder,public,ida@x.example,Tariq; jo lund\n"
        "Tariq Bell,Aire,private,t@x.example,Idda Marsh and Zoe Muller\n"
        "Jo Lund,Mill,VCS,jo@x.example,none\n"
        "Joe Lund,Mill,VCS,jo@x.example,Tariq Bell\n"
        "Zoë Müller,Loom,private,z@x.example,Joe Lund\n"
    )
    assert asked(found) == []
    names = {row["id"]: row["name"].split()[0] for row in table(found)}
    pairs = [(names[row["a"]], names[row["b"]], row["kind"]) for row in table(found, "ties.csv")]
    wanted = [("Ida", "Tariq"), ("Ida", "Jo"), ("Tariq", "Zoë"), ("Jo", "Tariq"), ("Zoë", "Jo")]
    assert sorted(map(sorted, (pair[:2] for pair in pairs))) == sorted(map(sorted, wanted))
    assert {pair[2] for pair in pairs} == {"knows"}


def test_names_that_are_nobody_or_several_are_asked_about() -> None:
    """Whom a cell may mean is asked without repeating it; an answer is read like the cell."""
    text = (
        "Name,Organisation,Sector,Who they know\nIda Marsh,Calder,public,Jo\nJo Lund,Mill,VCS,\nJo Bell,Aire,private,\n"
    )
    found = imported(text)
    assert asked(found) == [("knows", 2)]
    assert (found.questions[0].value, "ties.csv" in found.files) == ("", False)
    assert len(table(imported(text, answers={"knows": "Jo Bell"}), "ties.csv")) == 1
    assert asked(imported(text, answers={"knows": "Jo"})) == [("knows", 2)]
    assert asked(imported(text, answers={"knows": "-"})) == []
