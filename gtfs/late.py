"""Late: modules that take long to load, loaded when something of them is first asked for."""

from importlib import import_module


class Late:
    """A module in place of its import; who checks types imports it plainly (``TYPE_CHECKING``)."""

    def __init__(self, module: str) -> None:
        """Remember its name; nothing is loaded."""
        self._module = module

    def __getattr__(self, name: str) -> object:
        """Return what the module calls so; any thread may be the first to ask."""
        return getattr(import_module(self._module), name)
