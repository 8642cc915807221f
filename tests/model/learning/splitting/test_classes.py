"""Too few leads of a class are refused, with the numbers found and needed."""

import pytest
from matured_leads import undated

from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.splitting import require_both_classes


@pytest.mark.parametrize(("n_converted", "n"), [(39, 500), (0, 500), (461, 500)])
def test_fewer_than_forty_leads_of_either_class_are_refused(n_converted: int, n: int) -> None:
    labelled, _ = undated(n, n_converted=n_converted)
    told = (
        f"^{n_converted} leads converted within the horizon and {n - n_converted} did not; "
        "training needs at least 40 of each\n  where: matured leads\n  what to do: add older leads, "
        r"shorten learning.horizon_days, or check which outcomes count as converted$"
    )
    with pytest.raises(NotEnoughDataError, match=told):
        require_both_classes(labelled)


@pytest.mark.parametrize("n_converted", [40, 460])
def test_forty_leads_of_either_class_are_enough(n_converted: int) -> None:
    require_both_classes(undated(500, n_converted=n_converted)[0])
