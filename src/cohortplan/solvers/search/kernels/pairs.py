"""Who meets whom: pair counts and pair weights, person contacts."""

from __future__ import annotations

from cohortplan.primitives import Bools
from cohortplan.solvers.search.kernels.jit import kernel
from cohortplan.solvers.search.layout import Contacts, Pairs, Seating


@kernel
def code_of(pairs: Pairs, seating: Seating, layer: int, p: int, m: int) -> int:
    """Look up, or work out, the code of a pair: its class and how often the two meet as they sit now."""
    if pairs.code.shape[1] > 0:
        return pairs.code[layer, p, m]
    code = pairs.base[layer, pairs.group[layer, p], pairs.group[layer, m]]
    row = layer * pairs.group.shape[1] + p
    if (pairs.filter[row] >> (m & 63)) & 1:
        for i in range(pairs.other_start[row], pairs.other_start[row + 1]):
            if pairs.other[i] == m:
                code = pairs.other_base[i]
    for r in range(seating.seat.shape[0]):
        s = seating.seat[r, p]
        code += (s == seating.seat[r, m]) & (s >= 0) & pairs.counted[layer, r]
    return code


@kernel
def shift_pairs(pairs: Pairs, contacts: Contacts, seating: Seating, r: int, s: int, p: int, sign: int) -> int:
    """Let p, who is not on the list of members of set s, meet its members (sign 1) or no longer meet them (-1)."""
    delta = 0
    members = seating.members[r, s]
    for i in range(pairs.start[r], pairs.start[r + 1]):
        layer = pairs.layer[i]
        for j in range(seating.size[r, s]):
            m = members[j]
            code = code_of(pairs, seating, layer, p, m)
            if pairs.code.shape[1] > 0:
                pairs.code[layer, p, m] = code + sign
                pairs.code[layer, m, p] = code + sign
                code += min(sign, 0)
            delta += sign * pairs.step[code]
            if code & ((1 << pairs.width) - 1) == 0:
                delta += _shift_contact(contacts, layer, code >> pairs.width, p, m, sign)
    return delta


@kernel
def _shift_contact(contacts: Contacts, layer: int, group: int, p: int, m: int, sign: int) -> int:
    """Let p and m meet for the first time (sign 1), or no longer at all (-1); `group` is the class of the pair."""
    delta = 0
    for i in range(contacts.start[layer], contacts.start[layer + 1]):
        k = contacts.term[i]
        if contacts.counted[k, group]:
            delta += contact_cost(contacts, k, p, sign) + contact_cost(contacts, k, m, sign)
            contacts.met[k, p] += sign
            contacts.met[k, m] += sign
    return delta


@kernel
def contact_cost(contacts: Contacts, k: int, p: int, change: int) -> int:
    """Price a change of how many p has met."""
    first = contacts.first[k, p]
    if first < 0 or change == 0:
        return 0
    met = contacts.met[k, p]
    return contacts.table[first + met + change] - contacts.table[first + met]


@kernel
def swap_pairs(pairs: Pairs, seating: Seating, r: int, p: int, s: int, q: int, t: int) -> int:
    """Price the exchange of p, in s, and q, in t, as far as pairs go."""
    delta = 0
    step = pairs.step
    for i in range(pairs.start[r], pairs.start[r + 1]):
        layer = pairs.layer[i]
        for half in range(2):
            leaves, comes, u = (p, q, s) if half == 0 else (q, p, t)
            for j in range(seating.size[r, u]):
                m = seating.members[r, u, j]
                if m != leaves:
                    delta += step[code_of(pairs, seating, layer, comes, m)]
                    delta -= step[code_of(pairs, seating, layer, leaves, m) - 1]
    return delta


@kernel
def swap_contacts(pairs: Pairs, contacts: Contacts, seating: Seating, r: int, p: int, s: int, q: int, t: int) -> int:
    """Price the exchange of p, in s, and q, in t, as far as contacts go."""
    delta = 0
    for i in range(pairs.start[r], pairs.start[r + 1]):
        layer = pairs.layer[i]
        for j in range(contacts.start[layer], contacts.start[layer + 1]):
            k = contacts.term[j]
            counted = contacts.counted[k]
            gained_p, gained_q, cost = 0, 0, 0
            for half in range(2):
                leaves, comes, u = (p, q, s) if half == 0 else (q, p, t)
                for place in range(seating.size[r, u]):
                    m = seating.members[r, u, place]
                    if m != leaves:
                        leaving = code_of(pairs, seating, layer, leaves, m)
                        joining = code_of(pairs, seating, layer, comes, m)
                        lost, won = _turnover(counted, leaving, joining, pairs.width)
                        cost += contact_cost(contacts, k, m, won - lost)
                        if half == 0:
                            gained_p, gained_q = gained_p - lost, gained_q + won
                        else:
                            gained_p, gained_q = gained_p + won, gained_q - lost
            delta += cost + contact_cost(contacts, k, p, gained_p) + contact_cost(contacts, k, q, gained_q)
    return delta


@kernel
def _turnover(counted: Bools, leaving: int, joining: int, width: int) -> tuple[int, int]:
    """Contacts a member loses and wins when one person leaves their set and another joins."""
    mask = (1 << width) - 1
    lost = 1 if leaving & mask == 1 and counted[leaving >> width] else 0
    won = 1 if joining & mask == 0 and counted[joining >> width] else 0
    return lost, won
