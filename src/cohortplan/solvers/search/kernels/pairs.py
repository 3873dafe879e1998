"""Who meets whom: pair counts and pair weights, person contacts."""

from __future__ import annotations

from cohortplan.primitives import Ints
from cohortplan.solvers.search.kernels.jit import kernel
from cohortplan.solvers.search.layout import Contacts, Pairs, Seating


@kernel
def shift_pairs(pairs: Pairs, contacts: Contacts, seating: Seating, r: int, s: int, p: int, sign: int) -> int:
    """Let p, who is not on the list of members of set s, meet its members (sign 1) or no longer meet them (-1)."""
    delta = 0
    members = seating.members[r, s]
    for i in range(pairs.start[r], pairs.start[r + 1]):
        layer = pairs.layer[i]
        code = pairs.code[layer]
        for j in range(seating.size[r, s]):
            m = members[j]
            before = code[p, m]
            after = before + sign
            code[p, m] = after
            code[m, p] = after
            delta += sign * pairs.step[min(before, after)]
            if min(before, after) & ((1 << pairs.width) - 1) == 0:
                delta += _shift_contact(contacts, layer, before >> pairs.width, p, m, sign)
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
        code = pairs.code[pairs.layer[i]]
        of_p, of_q = code[p], code[q]
        for j in range(seating.size[r, s]):
            m = seating.members[r, s, j]
            if m != p:
                delta += step[of_q[m]] - step[of_p[m] - 1]
        for j in range(seating.size[r, t]):
            m = seating.members[r, t, j]
            if m != q:
                delta += step[of_p[m]] - step[of_q[m] - 1]
    return delta


@kernel
def swap_contacts(pairs: Pairs, contacts: Contacts, seating: Seating, r: int, p: int, s: int, q: int, t: int) -> int:
    """Price the exchange of p, in s, and q, in t, as far as contacts go."""
    delta = 0
    for i in range(pairs.start[r], pairs.start[r + 1]):
        layer = pairs.layer[i]
        code = pairs.code[layer]
        for j in range(contacts.start[layer], contacts.start[layer + 1]):
            k = contacts.term[j]
            counted = contacts.counted[k]
            gained_p, gained_q, cost = 0, 0, 0
            for place in range(seating.size[r, s]):
                m = seating.members[r, s, place]
                if m != p:
                    lost, won = _turnover(counted, code[m, p], code[m, q], pairs.width)
                    gained_p -= lost
                    gained_q += won
                    cost += contact_cost(contacts, k, m, won - lost)
            for place in range(seating.size[r, t]):
                m = seating.members[r, t, place]
                if m != q:
                    lost, won = _turnover(counted, code[m, q], code[m, p], pairs.width)
                    gained_q -= lost
                    gained_p += won
                    cost += contact_cost(contacts, k, m, won - lost)
            delta += cost + contact_cost(contacts, k, p, gained_p) + contact_cost(contacts, k, q, gained_q)
    return delta


@kernel
def _turnover(counted: Ints, leaving: int, joining: int, width: int) -> tuple[int, int]:
    """Contacts a member loses and wins when one person leaves their set and another joins."""
    mask = (1 << width) - 1
    lost = 1 if leaving & mask == 1 and counted[leaving >> width] else 0
    won = 1 if joining & mask == 0 and counted[joining >> width] else 0
    return lost, won
