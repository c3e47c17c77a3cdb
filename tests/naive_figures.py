"""The figures of the contract by its words, minute by minute: what the kernels must say as well."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

Journey = tuple[int, int, int]  # departure, arrival, rides

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Naive:
    """Doors with their sets of journeys and walks, and what is asked of them."""

    doors: list[list[Journey]]
    walks_s: list[int | None]
    from_s: int
    until_s: int
    arriving: bool
    longest_s: int

    def travel_times(self) -> list[list[int | None]]:
        """Return for every door and minute of the window how long it takes."""
        minutes = range(self.from_s, self.until_s, MINUTE)
        return [[self._time(door, minute) for minute in minutes] for door in self._all()]

    def percentiles(self, wanted: list[int]) -> list[list[int | None]]:
        """Return the values by nearest rank, what is unreachable last."""
        table = []
        for times in self.travel_times():
            ranked = sorted(times, key=lambda t: (t is None, t))
            table.append([ranked[(p * len(ranked) + 99) // 100 - 1] for p in wanted])
        return table

    def useful(self) -> list[bool]:
        """Return the journeys of all doors that a leaflet prints."""
        return [one in self._leaflet(door) for door in self._all() for one in self.doors[door]]

    def served_hours(self, limit_s: int) -> list[int]:
        """Return the hours 5 to 21 with a minute within the limit."""
        return [sum(self._served(door, h, limit_s) for h in range(5, 22)) for door in self._all()]

    def planned(self, name: str) -> list[int | bool | None]:
        """Return one figure of the planned departure by its name."""
        figure = getattr(self, f"_{name}")
        return [figure(door) for door in self._all()]

    def _all(self) -> range:
        return range(len(self.doors))

    def _time(self, door: int, minute: int) -> int | None:
        found = [] if self.walks_s[door] is None else [self.walks_s[door]]
        if self.arriving:
            left = [d for d, a, _ in self.doors[door] if a <= minute]
            found += [minute - max(left)] if left else []
        else:
            there = [a for d, a, _ in self.doors[door] if d >= minute]
            found += [min(there) - minute] if there else []
        return min((t for t in found if t is not None and t <= self.longest_s), default=None)

    def _served(self, door: int, hour: int, limit_s: int) -> bool:
        minutes = range(hour * HOUR, hour * HOUR + HOUR, MINUTE)
        leaving = replace(self, arriving=False, longest_s=limit_s)
        return any(leaving._time(door, minute) is not None for minute in minutes)

    def _leaflet(self, door: int) -> list[Journey]:
        all_day = self.doors[door]
        shortest = min((a - d for d, a, _ in all_day), default=0)
        longest = max(1.5 * shortest, shortest + 20 * MINUTE)
        return [
            (d, a, r)
            for d, a, r in all_day
            if a - d <= longest
            and not any(e >= d and b <= a and (e, b) != (d, a) for e, b, _ in all_day)
        ]

    def _inside(self, door: int) -> list[Journey]:
        return [
            (d, a, r)
            for d, a, r in self._leaflet(door)
            if self.from_s <= (a if self.arriving else d) < self.until_s
        ]

    def _journeys(self, door: int) -> int:
        return len(self._inside(door))

    def _day_journeys(self, door: int) -> int:
        return len(self._leaflet(door))

    def _journey_time_min(self, door: int) -> int | None:
        return min((a - d for d, a, _ in self._inside(door)), default=None)

    def _journey_time_p50(self, door: int) -> int | None:
        ranked = sorted(a - d for d, a, _ in self._inside(door))
        return ranked[(len(ranked) - 1) // 2] if ranked else None

    def _rides_min(self, door: int) -> int | None:
        if self.walks_s[door] is not None:
            return 0
        return min((r for _, _, r in self._inside(door)), default=None)

    def _first_departure(self, door: int) -> int | None:
        return min((d for d, _, _ in self._leaflet(door)), default=None)

    def _last_departure(self, door: int) -> int | None:
        return max((d for d, _, _ in self._leaflet(door)), default=None)

    def _longest_gap(self, door: int) -> int:
        day = range(6 * HOUR, 20 * HOUR + 1)
        edges = [6 * HOUR, *(d for d, _, _ in self._leaflet(door) if d in day), 20 * HOUR]
        return max(b - a for a, b in zip(sorted(edges), sorted(edges)[1:], strict=False))

    def _every_slot(self, door: int) -> bool:
        asked = [a if self.arriving else d for d, a, _ in self._inside(door)]
        slots = range(self.from_s, self.until_s, 2 * HOUR)
        return all(any(slot <= at < slot + 2 * HOUR for at in asked) for slot in slots)


def pareto(journeys: list[Journey]) -> list[Journey]:
    """Return the journeys no other beats in leaving later, arriving earlier or fewer rides."""
    return sorted(
        one
        for one in set(journeys)
        if not any(
            d >= one[0] and a <= one[1] and r <= one[2] and (d, a, r) != one for d, a, r in journeys
        )
    )


def journey_sets() -> st.SearchStrategy[Naive]:
    """Return doors with journeys whose times meet each other and the edges often."""
    departure = st.one_of(
        st.integers(8, 56).map(lambda n: n * 1800),  # half hours: many ties
        st.integers(4 * HOUR, 28 * HOUR - 1),
    )
    duration = st.one_of(st.sampled_from([600, 1200, 1800, 2400, 3600]), st.integers(60, 14_400))
    journey = st.builds(lambda d, s, r: (d, d + s, r), departure, duration, st.integers(1, 3))
    door = st.lists(journey, max_size=12).map(pareto)
    walks = st.one_of(st.none(), st.integers(1, 2400))
    return st.lists(st.tuples(door, walks), min_size=1, max_size=3).flatmap(
        lambda drawn: st.builds(
            Naive,
            st.just([_faster(journeys, walk_s) for journeys, walk_s in drawn]),
            st.just([walk_s for _, walk_s in drawn]),
            st.sampled_from([4, 6, 8, 22]).map(lambda h: h * HOUR),
            st.sampled_from([23, 24, 26, 28]).map(lambda h: h * HOUR),
            st.booleans(),
            st.sampled_from([1800, 3600, 14_400]),
        )
    )


def _faster(journeys: list[Journey], walk_s: int | None) -> list[Journey]:
    """Drop the journeys that are not faster than the walk, as the engine does."""
    return [(d, a, r) for d, a, r in journeys if walk_s is None or a - d < walk_s]
