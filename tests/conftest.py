"""What the tests share: where real data are, if they are anywhere."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with the public data sets, or a skip with the reason."""
    folder = os.environ.get("LEADSCORE_REAL_DATA")
    if not folder:
        pytest.skip("LEADSCORE_REAL_DATA does not name the folder with the real data sets")
    return Path(folder)
