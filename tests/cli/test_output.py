"""Tables and sentences: aligned when piped, ruled on a terminal, harmless in both."""

from __future__ import annotations

import pytest

from cohortplan.cli.output import Table, clean, count, paragraph


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Ångström", "Zoë Ångström"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("two\nlines", "two\ufffdlines"),
        ("\u202edesrever", "\ufffddesrever"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_clean_disarms_control_characters(text: str, shown: str) -> None:
    """Control and direction characters are replaced, letters and joiners are kept."""
    assert clean(text) == shown


def test_count_knows_one_from_many() -> None:
    """One has no s; an irregular plural is used as given."""
    assert [count(1, "host"), count(0, "host"), count(2, "person", "people")] == ["1 host", "0 hosts", "2 people"]


def test_paragraphs_are_no_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Running text is broken between words, further lines hang, and wide terminals do not make endless lines."""
    monkeypatch.setenv("COLUMNS", "20")
    paragraph("- one two three four five", "  ")
    assert capsys.readouterr().out.splitlines() == ["- one two three four", "  five"]
    monkeypatch.setenv("COLUMNS", "500")
    paragraph("word " * 60)
    assert max(map(len, capsys.readouterr().out.splitlines())) == 99


def test_piped_tables_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    """Words are set left and numbers right, wide letters counted as two cells, and no line is cut."""
    Table("Title", ("name", "size"), [["京子", 7], ["[bold]Ada[/bold]", 12]]).show()
    assert capsys.readouterr().out.splitlines() == [
        "Title",
        "name              size",
        "京子                 7",
        "[bold]Ada[/bold]    12",
    ]


def test_terminal_tables_do_not_obey_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a name in brackets stays text, and escape codes of users never arrive."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    Table("[red]Title", ("name",), [["[bold]Ada[/bold]\x1b[2J"]]).show()
    shown = capsys.readouterr().out
    assert "[bold]Ada[/bold]" in shown
    assert "[red]Title" in shown
    assert "\x1b[2J" not in shown


def test_rows_as_json() -> None:
    """A row is an object keyed by the headings."""
    assert Table("", ("soft rule", "cost"), [["mix", 3]]).as_json() == [{"soft_rule": "mix", "cost": 3}]
