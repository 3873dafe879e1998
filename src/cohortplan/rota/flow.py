"""Flows of least cost."""

from __future__ import annotations

from heapq import heappop, heappush


class Flow:
    """A flow of least cost through a network of arcs with room for one unit each.

    Every unit is sent along a cheapest path through what room is left, so that after each the flow is the cheapest of
    its size; distances are corrected by potentials (Edmonds & Karp, Journal of the ACM 19(2), 1972). Costs are whole
    numbers, none below 0. Of paths that cost the same the one with the fewest arcs is taken.
    """

    def __init__(self) -> None:
        # Only arcs with room leave a node: most have none, and there may be hundreds.
        self._out: list[dict[int, None]] = []
        self._potential: list[int] = []
        self._head: list[int] = []
        self._cost: list[int] = []

    def node(self) -> int:
        """Add a node."""
        self._out.append({})
        self._potential.append(0)
        return len(self._out) - 1

    def arc(self, tail: int, head: int, cost: int = 0) -> int:
        """Add an arc for one unit, and the way back, which is free once the arc is used."""
        number = len(self._head)
        self._out[tail][number] = None
        self._head += (head, tail)
        self._cost += (cost, -cost)
        return number

    def used(self, arc: int) -> bool:
        """Whether a unit flows through an arc."""
        return arc ^ 1 in self._out[self._head[arc]]

    def send(self, source: int, sink: int) -> bool:
        """Send one unit more at the least cost, and tell whether there was room for it."""
        distance, came, done = {source: (0, 0)}, dict[int, int](), dict[int, int]()
        waiting = [(0, 0, source)]
        while waiting and sink not in done:
            cost, arcs, node = heappop(waiting)
            if sink in distance and distance[sink] <= (cost, arcs + 1):  # no way on from here is shorter
                node, cost = sink, distance[sink][0]
            if node in done:
                continue
            done[node] = cost
            for arc in self._out[node]:
                head = self._head[arc]
                if head not in done:
                    through = (cost + self._cost[arc] + self._potential[node] - self._potential[head], arcs + 1)
                    if head not in distance or through < distance[head]:
                        distance[head], came[head] = through, arc
                        heappush(waiting, (*through, head))
        if sink not in done:
            return False
        for node, cost in done.items():
            self._potential[node] += cost - done[sink]
        while sink != source:
            arc = came[sink]
            tail = self._head[arc ^ 1]
            del self._out[tail][arc]
            self._out[sink][arc ^ 1] = None
            sink = tail
        return True
