"""Towns: what belongs together by name, a settlement and the stations and spots of its town."""

from dataclasses import dataclass

from api.demo.sites import Sites

BIG = 3000  # people: from here on streets and stops have the names of towns


@dataclass(frozen=True, eq=False)
class Towns:
    """The settlement of every site, and how people call it."""

    seat: tuple[int, ...]  # [site] the settlement a site belongs to
    sign: tuple[str, ...]  # [site] what the signs of its stops begin with
    big: tuple[bool, ...]  # [site] whether its names are those of towns


def build_towns(sites: Sites) -> Towns:
    """Return the settlement of every site; a spot of no settlement's name is one of its own."""
    settled = (*sites.of_kind("ortsteil"), *sites.of_kind("neighbour"))
    seats = {sites.name[site]: site for site in settled if sites.name[site] == sites.town[site]}
    seat = tuple(
        site if kind in ("ortsteil", "neighbour") else seats.get(sites.town[site], site)
        for site, kind in enumerate(sites.kind)
    )
    called = [
        sites.name[site] if sites.name[site] == sites.town[site] else sites.key[site]
        for site in seat
    ]
    return Towns(
        seat,
        tuple(name.removeprefix("Bf ").split("/")[0] for name in called),
        tuple(bool(sites.people[site] > BIG) for site in seat),
    )
