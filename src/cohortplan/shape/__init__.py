"""What the number of people, sets and rounds alone decides: pairs, repeats, and designs that are known."""

from cohortplan.shape.counting import even_sizes, even_split, fewest_repeats, pairs, repeats_of_design
from cohortplan.shape.designs import known_repeat_free, most_repeat_free
from cohortplan.shape.fact import Fact

__all__ = [
    "Fact",
    "even_sizes",
    "even_split",
    "fewest_repeats",
    "known_repeat_free",
    "most_repeat_free",
    "pairs",
    "repeats_of_design",
]
