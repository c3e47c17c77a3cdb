"""Which Zentren a summary says there are: by level, with Verbünde and who listed them."""

import numpy as np
import pytest

from accessibility.kreis_centres import centres_told
from accessibility.places import Places

LISTED = (
    ("Leipzig", "oberzentrum", ""),
    ("Zwenkau", "grundzentrum", "Böhlen–Zwenkau"),
    ("Böhlen", "grundzentrum", "Böhlen–Zwenkau"),
    ("Ärzen", "mittelzentrum", ""),
    ("Borna", "mittelzentrum", ""),
)


def places() -> Places:
    names, levels, verbund = (np.array(column) for column in zip(*LISTED, strict=True))
    size = len(names)
    nowhere = np.zeros(size)
    return Places(
        names, names, np.full(size, "zentrum"), verbund, levels, nowhere, nowhere.copy(),
        np.full(size, np.nan), np.empty(0, np.int32), np.empty(0), np.empty(0), np.empty(0),
    )  # fmt: skip


def test_zentren_stand_by_level_in_the_order_of_a_german_list() -> None:
    assert centres_told(places(), "", "ein").startswith(
        "Als Zentren gelten: Oberzentrum Leipzig; Mittelzentren Ärzen, Borna; "
        "Grundzentren Böhlen, Zwenkau. Verbünde: Böhlen–Zwenkau (ein Verbund ist erreicht, "
        "sobald einer seiner Partner erreicht ist)."
    )


def test_a_profile_may_ask_for_all_partners() -> None:
    assert "erst erreicht, wenn alle seine Partner" in centres_told(places(), "", "alle")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Zentren: Regionalplan, 2021", "Quelle der Liste: Regionalplan, 2021."),
        ("", "Quelle und Stand der Liste: unbekannt."),
    ],
)
def test_who_listed_them_is_said_or_called_unknown(source: str, said: str) -> None:
    assert centres_told(places(), source, "ein").endswith(said)
