"""What the kernels work on: named tuples of arrays, one for each kind of cost shape.

Every cost in a table is one int64 that holds both levels of the score: ``hard * 2**bits + soft``, where `bits` is
chosen so that no sum of soft costs reaches ``2**(bits - 1)``. Such costs add, subtract and compare as the pair does.
Fields marked *counter* follow the decision; all others are constant. R rounds, P participants, S sets, V visits,
O options, H hosts, K terms of one shape; ``start`` fields are row pointers: the entries of row i are
``start[i] .. start[i + 1] - 1``. ``first`` fields point to the beginning of a row in a flat ``table``, -1 = not priced.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Bools, Ints

#: int64; elements count as plain integers, which they are to the kernels.
Longs = npt.NDArray[Any]
Reals = npt.NDArray[np.float64]


class Seating(NamedTuple):
    """Who sits where.

    Attributes
    ----------
    seat : int64 array (R, P), counter
        Set of each participant; in memory, one participant's rounds stand together.
    place : int64 array (R, P), counter
        Their place in its list of members.
    members : int64 array (R, S, C), counter
        The members of each set, in no order; C is the most a set can hold.
    size : int64 array (R, S), counter
        Number of members.
    menu, menus : int32 array (R, P), bool array (M, S)
        Where the search may seat a participant: in the sets on their menu.
    """

    seat: Longs
    place: Longs
    members: Longs
    size: Longs
    menu: Ints
    menus: Bools


class Seats(NamedTuple):
    """Assignment costs: the entries of row ``r * P + p`` are sets and what sitting there costs."""

    start: Ints
    set: Ints
    cost: Longs


class Counts(NamedTuple):
    """Set counts.

    Attributes
    ----------
    start, term, weight : int32 arrays (P + 1,), (N,), (N,)
        For each participant, ascending, the terms in which they weigh something.
    sized : int32 array (N,)
        The terms that depend on the set's size.
    first : int32 array (R, S, K)
    sizes, totals : int32 array (K,)
        Rows and columns of each term's table block.
    table : int64 array
    total : int64 array (R, S, K), counter
    owed, spot : int64 arrays (R, S), counter
        What each set costs by the set counts, and its place on the list of those that cost something, 0 if not there.
    owing : int64 array (R * S + 1,), counter
        How many sets are on the list, then each as ``r * S + s``.
    """

    start: Ints
    term: Ints
    weight: Ints
    sized: Ints
    first: Ints
    sizes: Ints
    totals: Ints
    table: Longs
    total: Longs
    owed: Longs
    spot: Longs
    owing: Longs


class Ranges(NamedTuple):
    """Set ranges.

    Attributes
    ----------
    weight : int32 array (P, K)
    sets : int32 array (R,)
        Number of sets of each round.
    first : int32 array (R, K)
    last : int32 array (K,)
        Largest amount in each term's table; larger ones cost the same.
    table : int64 array
    total : int64 array (R, S, K), counter
    """

    weight: Ints
    sets: Ints
    first: Ints
    last: Ints
    table: Longs
    total: Longs


class Spreads(NamedTuple):
    """Set spreads.

    Attributes
    ----------
    start, term, value : int32 arrays (P + 1,), (N,), (N,)
        For each participant, ascending by term, the terms that know their value; values are numbered over all terms.
    first : int32 array (R, S, K)
    table : int64 array
    seen : int32 array (R, S, values), counter
        Members with each value.
    distinct : int32 array (R, S, K), counter
    """

    start: Ints
    term: Ints
    value: Ints
    first: Ints
    table: Longs
    seen: Ints
    distinct: Ints


class Pairs(NamedTuple):
    """Pair counts and pair weights; shapes over the same rounds make one *layer* (L of them).

    Pairs of one class are priced alike. A pair's code is ``(class << width) + meetings``. Hundreds of people have an
    array of all codes; among more, meetings are counted where they are asked for, and the class is that of two groups
    of people unless the pair is on a list of exceptions.

    Attributes
    ----------
    start, layer : int32 arrays (R + 1,), (N,)
        The layers each round counts in.
    width : int
        Bits of a code that hold the number of meetings.
    code : int32 array (L, P, P), counter
        All codes; (L, 0, 0) if there are too many.
    group, base : int32 arrays (L, P), (L, G, G)
        Group of each participant, and class of a pair by the groups, shifted by `width`.
    other_start, other, other_base : int32 arrays (L * P + 1,), (N,), (N,)
        By row ``layer * P + p``: people with whom p makes an exception, and the class, shifted.
    filter : int64 array (L * P,)
        Bit ``m & 63`` of a row is set if there is such an m on p's list of exceptions.
    counted : bool array (L, R)
        The rounds of a layer.
    step : int64 array
        By code: what one more meeting costs.
    """

    start: Ints
    layer: Ints
    width: int
    code: Ints
    group: Ints
    base: Ints
    other_start: Ints
    other: Ints
    other_base: Ints
    filter: Longs
    counted: Bools
    step: Longs


class Contacts(NamedTuple):
    """Person contacts.

    Attributes
    ----------
    start, term : int32 arrays (L + 1,), (K,)
        The terms of each layer of pairs.
    counted : bool array (K, classes)
        Whether pairs of a class count.
    first : int32 array (K, P)
    table : int64 array
    met : int32 array (K, P), counter
    """

    start: Ints
    term: Ints
    counted: Bools
    first: Ints
    table: Longs
    met: Ints


class Marks(NamedTuple):
    """Person marks and person spreads; M marks are numbered over all terms.

    Attributes
    ----------
    leads : bool array (P,)
        Whose visits are counted; others share all their sets with one of these, who is priced for them, too.
    start, mark : int32 arrays (O + 1,), (N,)
        Marks of each option.
    first : int32 array (P, M)
        By person mark; -1 for the marks of spreads.
    spread : int32 array (M,)
        The spread a mark belongs to, -1 for person marks.
    spread_first : int32 array (P, K)
    table : int64 array
    count : int32 array (P, M), counter
    distinct : int32 array (P, K), counter
    change, spread_change : int32 arrays (M,), (K,)
        Scratch, all 0 between calls.
    touched : int32 array (M,)
        Scratch.
    """

    leads: Bools
    start: Ints
    mark: Ints
    first: Ints
    spread: Ints
    spread_first: Ints
    table: Longs
    count: Ints  # type: ignore[assignment]  # hides tuple.count, which nobody calls
    distinct: Ints
    change: Ints
    spread_change: Ints
    touched: Ints


class Sums(NamedTuple):
    """Person sums.

    Attributes
    ----------
    start : int64 array (P, K)
        Where in `weight` what each option adds for a participant begins, -1 = not priced.
    weight : int32 array
    first : int64 array (P, K)
    last : int64 array (K,)
        Last entry of each term's table rows; larger totals cost the same.
    table : int64 array
    total : int64 array (P, K), counter
    """

    start: Longs
    weight: Ints
    first: Longs
    last: Longs
    table: Longs
    total: Longs


class Loads(NamedTuple):
    """Host loads.

    Attributes
    ----------
    start, bucket, weight : int32 arrays (O + 1,), (N,), (N,)
        Buckets of each option.
    persons : bool array (B,)
        Whether a bucket counts people.
    first, width : int32 array (B,)
        The row of `table` and its length; larger amounts cost what the last does.
    table : int64 array
    load : int64 array (B,), counter
    """

    start: Ints
    bucket: Ints
    weight: Ints
    persons: Bools
    first: Ints
    width: Ints
    table: Longs
    load: Longs


class Links(NamedTuple):
    """Visit pairs, each listed with both of its visits.

    Attributes
    ----------
    start, other : int32 arrays (V + 1,), (N,)
        The visits each visit is paired with.
    spots, first, width : int64 arrays (N,)
        Where in `spot` the spots of the options begin; where in `table` its rows, by the visit's own spot, and how long
        a row is, by the other's.
    spot : int32 array
    table : int64 array
    """

    start: Ints
    other: Ints
    spots: Longs
    first: Longs
    width: Longs
    spot: Ints
    table: Longs


class Visits(NamedTuple):
    """The visits, what their options cost, and which options each may take.

    Attributes
    ----------
    start, visit : int64 arrays (R * S + 1,), (V,)
        The visits of set s of round r are row ``r * S + s``.
    round, set : int64 array (V,)
    choice : int64 array (V,), counter
        Option taken, -1 while none is.
    price_first : int64 array (V,)
        Option o of visit v costs ``price[price_first[v] + o]``.
    price : int64 array
    host : int64 array (O,)
    menu : int64 array (V,)
        Visits of one menu may take the same options.
    menu_start, menu_host : int64 array (menus + 1,), (N,)
        The hosts on each menu, ascending; entry e offers options ``option[first[e]] .. option[first[e + 1] - 1]``.
    first, option : int64 arrays (N + 1,), (T,)
    ladder : int64 array (V,)
        Where the ladder of each visit begins.
    rungs : int64 array (N, 3)
        Entries of a menu, by number in it, the cheapest for the visit first; from which rung of the ladder to which
        they cost the same.
    """

    start: Longs
    visit: Longs
    round: Longs
    set: Longs
    choice: Longs
    price_first: Longs
    price: Longs
    host: Longs
    menu: Longs
    menu_start: Longs
    menu_host: Longs
    first: Longs
    option: Longs
    ladder: Longs
    rungs: Longs


class Free(NamedTuple):
    """What the search may move.

    Attributes
    ----------
    start, person : int64 arrays (R + 1,), (N,)
        The participants who may sit in more than one set of a round.
    round : int64 array (N,)
        Round of each such seat.
    visit : int64 array (F,)
        Visits with more than one option.
    """

    start: Longs
    person: Longs
    round: Longs
    visit: Longs


class Model(NamedTuple):
    """All that the kernels need to price decisions.

    Attributes
    ----------
    bits : int
        Bits of a packed cost that hold the soft part.
    base : int
        Packed cost while nobody sits anywhere, but for what is put aside.
    hard_aside, soft_aside : int
        What all pairs that never meet would cost: too much to pack, and the same for all decisions.
    """

    bits: int
    base: int
    hard_aside: int
    soft_aside: int
    seating: Seating
    seats: Seats
    counts: Counts
    ranges: Ranges
    spreads: Spreads
    pairs: Pairs
    contacts: Contacts
    marks: Marks
    sums: Sums
    loads: Loads
    links: Links
    visits: Visits
    free: Free


class Control(NamedTuple):
    """What steers one chain of moves.

    Attributes
    ----------
    words : int64 array (4,)
        The random generator's state.
    mix : int64 array (kinds,)
        Of ``2**32`` draws, how many fall to each kind of move or to a kind before it.
    heat : float64 array (5,)
        Temperature, the factor it is multiplied by every `BEAT` moves, and the price of a unit of broken hard rules;
        then the soft cost that moves would save for each unit they break, added up, and how many moves those are.
    energy : int64 array (2,)
        Cost of the present and of the best decision.
    seat, choice : int64 arrays (R, P), (V,)
        The best decision.
    tried, taken : int64 array (kinds,)
        Moves of each kind.
    trail : int64 array (N, 5)
        The atoms of the move at hand; row 0 begins with how many are noted and how many of them are done.
    rises : float64 array (N,)
        The last rises of soft cost that were looked at.
    risen : int64 array (1,)
        How many were looked at.
    """

    words: Longs
    mix: Longs
    heat: Reals
    energy: Longs
    seat: Longs
    choice: Longs
    changed: Longs
    tried: Longs
    taken: Longs
    trail: Longs
    rises: Reals
    risen: Longs
