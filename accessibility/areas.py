"""Areas: the Kreis, its Kommunen and Ortsteile, and who lives in them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from accessibility.medians import weights_of
from accessibility.places import Places, ortsteile_of
from gtfs.timetable import Bools, Floats, Ints

KREIS, KOMMUNE, ORTSTEIL = "kreis", "kommune", "ortsteil"
LEVELS = (KREIS, KOMMUNE, ORTSTEIL)
NO_KOMMUNE = "ohne Angabe der Kommune"


@dataclass(frozen=True, eq=False)
class Areas:
    """The Kreis, then Kommunen, then Ortsteile; every home lies in one of each."""

    level: list[str]  # [area] "kreis", "kommune", "ortsteil"
    area_id: list[str]  # [area] "" of the Kreis; a Kommune is known by its name
    name: list[str]  # [area]
    group: Ints  # [level, point] the area of each level the home lies in
    people: csr_array  # [area, point] who are known to live there
    weight: csr_array  # [area, point] people; 1 each where nobody is known in the whole area

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.area_id)

    def down_to(self, level: str) -> "Areas":
        """Return the same without the areas of lower levels."""
        levels = LEVELS.index(level) + 1
        size = sum(one in LEVELS[:levels] for one in self.level)
        return Areas(
            self.level[:size],
            self.area_id[:size],
            self.name[:size],
            self.group[:levels],
            self.people[:size],
            self.weight[:size],
        )

    def people_with(self, marked: Bools) -> Floats:
        """Return ``[row, area]`` the people of the points marked in ``[row, point]``."""
        return np.asarray(self.people @ marked.T.astype(np.float64)).T

    def weight_with(self, marked: Bools) -> Floats:
        """Return ``[row, area]`` the weight of the points marked in ``[row, point]``."""
        return np.asarray(self.weight @ marked.T.astype(np.float64)).T


def areas_of(places: Places) -> Areas:
    """Return the areas of all homes."""
    ortsteile = ortsteile_of(places)
    kommunen, kommune = np.unique(places.parent[ortsteile], return_inverse=True)
    of_ortsteil = np.searchsorted(ortsteile, places.point_ortsteil)
    groups = [np.zeros(len(of_ortsteil), np.int64), kommune[of_ortsteil], of_ortsteil]
    sizes = [1, len(kommunen), len(ortsteile)]
    people = places.point_people
    weights = [weights_of(people, one, size) for one, size in zip(groups, sizes, strict=True)]
    group = np.stack(groups) + np.cumsum([0, *sizes[:-1]])[:, None]
    named = [name or NO_KOMMUNE for name in kommunen.tolist()]
    return Areas(
        level=np.repeat(LEVELS, sizes).tolist(),
        area_id=["", *kommunen.tolist(), *places.place_id[ortsteile].tolist()],
        name=[
            "Kreis",
            *named,
            *places.name[ortsteile].tolist(),
        ],
        group=group,
        people=_stacked(group, sum(sizes), np.tile(np.nan_to_num(people), (len(sizes), 1))),
        weight=_stacked(group, sum(sizes), np.stack(weights)),
    )


def _stacked(group: Ints, areas: int, values: Floats) -> csr_array:
    """Return ``[area, point]`` the value ``[level, point]`` of each home in the rows it lies in."""
    point = np.tile(np.arange(group.shape[1]), len(group))
    return csr_array((values.ravel(), (group.ravel(), point)), shape=(areas, group.shape[1]))
