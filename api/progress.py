"""Progress: how far a long computation is, told between its parts to whoever wants to know."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Self, TypeAlias, TypeVar

Tell: TypeAlias = Callable[[float], None]  # from 0 to 1; what it raises ends the computation
One = TypeVar("One")


def _unheard(share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Progress:
    """How far a computation is, or a stretch of it."""

    tell: Tell = _unheard
    begin: float = 0.0
    end: float = 1.0

    def at(self, share: float) -> None:
        """Tell that this share of the stretch is done."""
        self.tell(self.begin + share * (self.end - self.begin))

    def within(self, begin: float, end: float) -> Self:
        """Return a stretch of the stretch, told from its beginning."""
        self.at(begin)
        length = self.end - self.begin
        return type(self)(self.tell, self.begin + begin * length, self.begin + end * length)

    def through(self, some: Collection[One]) -> Iterator[One]:
        """Yield one after the other, each told before it is begun."""
        for done, one in enumerate(some):
            self.at(done / len(some))
            yield one


SILENT = Progress()
