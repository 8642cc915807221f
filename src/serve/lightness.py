"""Keeping a server process small."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_OPTIONAL = ("sklearn", "pandas", "pyarrow", "matplotlib", "dask", "polars")


def import_lightgbm_alone() -> None:
    """Import LightGBM without the libraries that it takes along when they are installed.

    It needs none of them to predict, yet they make a process start a second later and take 130 MB more. LightGBM
    then lacks its scikit-learn and pandas interfaces until the process ends, so this is for servers only.
    """
    if "lightgbm" not in sys.modules:
        with _hidden([name for name in _OPTIONAL if name not in sys.modules]):
            import lightgbm  # noqa: F401


@contextmanager
def _hidden(names: list[str]) -> Iterator[None]:
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None makes an import fail
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
