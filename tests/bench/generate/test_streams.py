"""Random numbers are the same everywhere, and each purpose has its own."""

from __future__ import annotations

from cohortplan.bench.generate.streams import Stream


def test_streams_are_the_same_everywhere() -> None:
    """The first numbers of a stream are known, and each purpose has its own."""
    stream = Stream("a", "b")
    assert [stream.below(1000) for _ in range(5)] == [862, 446, 740, 129, 712]
    assert stream.shuffled(range(5)) != Stream("a", "c").shuffled(range(5))


def test_small_numbers_of_a_zipf_stream_come_most() -> None:
    """Of ten, the first comes more often than the second, and that more often than the tenth."""
    stream = Stream("zipf")
    drawn = [stream.zipf(range(1, 11)) for _ in range(3000)]
    assert drawn.count(1) > drawn.count(2) > drawn.count(10) > 0


def test_samples_hold_nothing_twice_and_grow_at_their_end() -> None:
    """A sample has different numbers, a larger one begins with it, and one of all has each number once."""
    few, more, all_ = (list(Stream("sample").sample(50, size)) for size in (5, 20, 80))
    assert more[:5] == few
    assert all_[:20] == more
    assert sorted(all_) == list(range(50))


def test_heavier_items_come_more_often() -> None:
    """An item of twice the weight comes about twice as often."""
    stream = Stream("weights")
    drawn = [stream.weighted("ab", [1, 2]) for _ in range(3000)]
    assert 1900 < drawn.count("b") < 2100
