"""Leaflets: kernel that lists the departures of each stop worth catching, whatever their rides."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.boards import Leaving
from mobility.kernels import kernel
from mobility.offers import Offers
from mobility.profiles import UNREACHED
from mobility.rows import TOO_LONG

RIDE_BITS = 8
RIDES = (
    1 << RIDE_BITS
)  # a key is RIDES * time + the rides one could still add: the larger, the better
WORD, ONE = 64, np.uint64(1)  # bits of a word
PAIRS, FOURS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
EIGHTS, BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


class Leaflets(NamedTuple):
    """The departures that bring one sooner to a destination than all later ones of the stop.

    Stop *s* has ``first[d * stops + s]`` to the next of ``first`` towards destination *d*, by
    falling time. Of departures at one time stands that with the earliest arrival and, of these,
    the fewest rides. What departs so late that only doors very near the stop can still leave in
    time stands for itself alone: who cannot leave in time does not hide who can.
    """

    first: Ints  # [destination * stop + 1]
    key: Ints  # [departure] its time and rides
    arrival: Ints  # [departure] number of the arrival among those at the destination
    arrival_first: Ints  # [destination + 1]
    arrival_s: Ints  # [arrival] at the destination, rising
    leaving: Leaving


def leaflets_of(offers: Offers, wanted: Bools, farthest_s: int) -> Leaflets:
    """Return the leaflets wanted ``[destination, stop]``, for doors that are at most so far."""
    first, key, arrival_s = _leaflets(offers, wanted, farthest_s)
    arrival_first, times_s = _numbered(first[:: wanted.shape[1]].copy(), arrival_s)
    return Leaflets(first, key, arrival_s, arrival_first, times_s, offers.leaving)


@kernel
def _leaflets(offers: Offers, wanted: Bools, farthest_s: int) -> tuple[Ints, Ints, Ints]:
    """Return first, key, and the arrivals themselves."""
    offer_first, time_s, ahead_s, rides = offers.first, offers.time_s, offers.ahead_s, offers.rides
    destinations, stops = wanted.shape
    late_s = offers.leaving.until_s + offers.leaving.slack_s
    until_s, room = late_s + farthest_s, _room(offer_first, wanted)
    key, arrival_s = np.empty(room, np.int32), np.empty(room, np.int32)
    first, end = np.zeros(destinations * stops + 1, np.int64), 0
    for to in range(destinations):
        for stop in range(stops):
            begin, earliest = end, UNREACHED
            last = offer_first[stop + 1] if wanted[to, stop] else offer_first[stop]
            for i in range(offer_first[stop], last):
                departure = time_s[i]
                arrival = departure + ahead_s[i, to]
                if arrival > earliest or ahead_s[i, to] == TOO_LONG or departure >= until_s:
                    continue
                new, late = departure * RIDES + RIDES - rides[i, to], departure >= late_s
                same = end > begin and not late and key[end - 1] // RIDES == departure
                if arrival < earliest:
                    end -= same
                    key[end], arrival_s[end] = new, arrival
                    end += 1
                elif same:
                    key[end - 1] = max(key[end - 1], new)  # to leave earlier for it is no use
                earliest = earliest if late else arrival
            first[to * stops + stop + 1] = end
    return first, key[:end].copy(), arrival_s[:end].copy()


@kernel
def _room(first: Ints, wanted: Bools) -> int:
    """Return how many departures the stops have, for every destination that wants them."""
    room = 0
    for to in range(len(wanted)):
        for stop in range(wanted.shape[1]):
            room += (first[stop + 1] - first[stop]) * wanted[to, stop]
    return room


@kernel
def _numbered(first: Ints, arrival_s: Ints) -> tuple[Ints, Ints]:
    """Write numbers for the arrivals; return where those of each destination begin, and when.

    A bit for each second tells whether anything arrives; a number is how many are set before.
    """
    times_s, known = np.empty(len(arrival_s), np.int32), 0
    arrival_first = np.zeros(len(first), np.int64)
    for to in range(len(first) - 1):
        own = arrival_s[first[to] : first[to + 1]]
        if len(own):
            earliest = own.min()
            span = (own.max() - earliest) // WORD + 1
            bits, before = np.zeros(span, np.uint64), np.empty(span, np.int32)
            for i in range(len(own)):
                own[i] -= earliest
                bits[own[i] // WORD] |= ONE << np.uint64(own[i] % WORD)
            number = 0
            for word in range(span):
                before[word] = number
                number += _count(bits[word])
            for i in range(len(own)):
                word, bit = own[i] // WORD, ONE << np.uint64(own[i] % WORD)
                number_of = before[word] + _count(bits[word] & (bit - ONE))
                times_s[known + number_of] = earliest + own[i]
                own[i] = number_of
            known += number
        arrival_first[to + 1] = known
    return arrival_first, times_s[:known].copy()


@kernel
def _count(bits: np.uint64) -> int:
    """Return how many bits are set: neighbours are summed in pairs, fours, eights, then all."""
    bits -= (bits >> np.uint64(1)) & PAIRS
    bits = (bits & FOURS) + ((bits >> np.uint64(2)) & FOURS)
    bits = (bits + (bits >> np.uint64(4))) & EIGHTS
    return int((bits * BYTES) >> np.uint64(56))
