import re
import unicodedata
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cohortplan.calendars.text import clean, content_line, fold, parameter, text, text_list
from tests.calendars.reading import content_lines, physical_lines, unescaped, unfolded

# Any code point, lone surrogates too, with what is special in iCalendar made likely.
ANY_TEXT = st.text(st.characters() | st.sampled_from('\\;,:"^nN\r\n\t\x00\x85\u2028\ufeff\ud800éß€😀 '), max_size=200)
HOSTILE = "Visit\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\u2028BEGIN:VALARM\x0bX\x1cY\x85Z\rW"


@given(ANY_TEXT)
@example(HOSTILE)
@example("C:\\New folder\\")
def test_text_is_read_back_as_it_was_cleaned(value: str) -> None:
    """A TEXT value means the cleaned text, to our own reading and to the icalendar library."""
    line = content_line("SUMMARY", text(value))
    ((name, parameters, raw),) = content_lines(line)
    assert (name, parameters, unescaped(raw)) == ("SUMMARY", {}, clean(value))
    library: Any = icalendar.parser.Contentline
    assert library.from_ical(line.decode().removesuffix("\r\n")).parts()[2] == clean(value)


@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
def test_list_keeps_its_items_apart(values: list[str]) -> None:
    """Commas inside an item never split it."""
    items = re.findall(r"((?:\\.|[^\\,])*)(?:,|$)", text_list(values))[: len(values)]
    assert [unescaped(item) for item in items] == [clean(value) for value in values]


@given(ANY_TEXT, ANY_TEXT)
@example("^n ^^ ^'", "\\^n")
@example('A "quoted" name; with^everything,\nnew', HOSTILE)
def test_parameter_is_read_back_as_it_was_cleaned(first: str, second: str) -> None:
    """Parameter values survive quoting and RFC 6868, and cannot leak into the property's value."""
    line = content_line("ATTENDEE", "mailto:a@example.org", CN=first, ROLE=second)
    assert content_lines(line) == [("ATTENDEE", {"CN": clean(first), "ROLE": clean(second)}, "mailto:a@example.org")]


@given(ANY_TEXT)
def test_lines_are_short_whole_and_free_of_control_characters(value: str) -> None:
    """No physical line has more than 75 octets, a broken character, a cut escape, or a control character."""
    data = content_line("DESCRIPTION", text(value), ALTREP=value)
    lines = physical_lines(data)
    assert max(map(len, lines)) <= 75
    assert all(line.startswith(b" ") for line in lines[1:])
    for line in lines:
        assert not re.search("[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]", line.decode())


@given(ANY_TEXT)
def test_fold_never_cuts_an_escape(value: str) -> None:
    """Each physical line of a TEXT value alone holds whole escapes: the backslashes at its end pair up."""
    for line in physical_lines(fold(text(value))):
        ending = re.search(rb"\\*$", line)
        assert ending is not None
        assert len(ending[0]) % 2 == 0


@pytest.mark.parametrize("escape", ["^n", "^^", "^'", "\\n", "\\\\", "\\,", "\\;", "\\^n", "€", "😀"])
@pytest.mark.parametrize("lead", range(66, 78))
def test_fold_keeps_each_pair_on_one_line(escape: str, lead: int) -> None:
    """Wherever the limit falls, an escape or a character of several octets stays in one piece."""
    data = fold("x" * lead + escape + "y" * 80)
    assert unfolded(data) == ["x" * lead + escape + "y" * 80]
    assert sum(escape.encode() in line for line in physical_lines(data)) == 1


@given(st.integers(0, 400))
def test_fold_uses_the_room_there_is(length: int) -> None:
    """A line of single octets is cut into as few physical lines as the limit allows."""
    assert len(physical_lines(fold("x" * length))) == 1 + max(0, -(-(length - 75) // 74))


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(value: str) -> None:
    """Cleaned text is in NFC, encodable, and already clean."""
    once = clean(value)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\r\nb\rc\nd\x85e\u2028f\u2029g\x0bh\x0ci", "a\nb\nc\nd\ne\nf\ng\nh\ni"),
        ("tab\tstop", "tab stop"),
        ("bell\x07, escape\x1b, delete\x7f, c1\x9b", "bell, escape, delete, c1"),
        ("\ufeffmark", "mark"),
        ("e\u0301", "é"),
        ("half \ud83d pair", "half  pair"),
    ],
)
def test_clean_examples(dirty: str, expected: str) -> None:
    """Line breaks become line feeds, tabs spaces; what cannot be shown is dropped."""
    assert clean(dirty) == expected


@pytest.mark.parametrize("raw", ["a\nb", "a\r\nX-EVIL:1", "\x00", "a\u2028b", "\ud800"])
def test_a_value_that_was_not_encoded_is_refused(raw: str) -> None:
    """The last gate refuses a raw line break even where the caller forgot to encode it."""
    with pytest.raises(ValueError, match="not encoded"):
        content_line("SUMMARY", raw)


def test_parameters_are_quoted_only_where_they_must() -> None:
    """Colon, semicolon, comma and equals sign call for quotes; a quote itself is encoded."""
    assert parameter("Europe/London") == "Europe/London"
    assert parameter("Ash, Jo") == '"Ash, Jo"'
    assert parameter('the "hub"') == "the ^'hub^'"
