"""The plots that training left beside a run."""

from pathlib import Path

BEESWARM = "beeswarm.png"
_SHOWN = (BEESWARM, "dependence_*.png")


def read_figures(folder: Path) -> dict[str, bytes]:
    """PNG images by file name, those that the report shows; empty where there are none."""
    return {path.name: path.read_bytes() for pattern in _SHOWN for path in sorted(folder.glob(pattern))}
