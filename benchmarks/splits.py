"""The fixed splits of real conversion data on which learners are compared.

They compare learners and are no honest backtest: some training labels mature after the test begins.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from benchmarks.applications import application_features, open_applications
from benchmarks.comparisons import Comparison, compare
from leadscore.model.arrays import Integers, Mask

COIL2000, BANK_RANDOM, BANK_FILE_ORDER = "coil2000 official", "bank random", "bank file order"

_BANK_SEED = 0


def coil2000(data: Path) -> Comparison:
    """Caravan insurance: the official training and test customers; v01 and v05 are types, the rest ordered bands."""
    parts = [pd.read_csv(data / "coil2000" / f"{part}.csv.gz") for part in ("train", "test")]
    rows = pd.concat(parts, ignore_index=True)
    features = rows.drop(columns="bought").astype({"v01": "str", "v05": "str"})
    return compare(features, rows["bought"].to_numpy() == 1, training=np.arange(len(rows)) < len(parts[0]))


def olist(data: Path) -> Comparison:
    """Sellers first contacted January to March 2018, then April and May; won within ninety days."""
    leads = pd.read_csv(data / "olist" / "leads.csv.gz", parse_dates=["first_contact_date"])
    won = pd.read_csv(data / "olist" / "deals.csv.gz", parse_dates=["won_date"]).set_index("mql_id")["won_date"]
    contact = leads["first_contact_date"]
    leads = leads[(contact >= "2018-01-01") & (contact < "2018-06-01")].reset_index(drop=True)
    contact = leads["first_contact_date"]
    features = pd.DataFrame(
        {
            "origin": leads["origin"],
            "landing_page": leads["landing_page_id"],
            "weekday": contact.dt.day_of_week,
            "day_of_month": contact.dt.day,
            "weekend": contact.dt.day_of_week >= 5,
        }
    )
    converted = leads["mql_id"].map(won) - contact <= pd.Timedelta(days=90)
    training, order = (contact < "2018-04-01").to_numpy(), contact.to_numpy().astype(np.int64)
    return compare(features, converted.to_numpy(), training=training, order=order)


def bpic2012(data: Path, *, age_days: int) -> Comparison:
    """Loan applications open at an age, approved within 45 days of submission; autumn 2011, then January 2012."""
    applications, events = open_applications(data / "bpic2012", age_days=age_days)
    submitted = applications["created_at"]
    training = submitted < pd.Timestamp("2011-11-15", tz="UTC")
    test = (submitted >= pd.Timestamp("2012-01-01", tz="UTC")) & (submitted < pd.Timestamp("2012-01-30", tz="UTC"))
    kept = applications[training | test]
    features = application_features(kept, events)
    order = kept["created_at"].dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    return compare(features, kept["approved"].to_numpy(), training=training[training | test].to_numpy(), order=order)


def bank_random(data: Path) -> Comparison:
    """Term deposits: 70 % of the calls against 30 %, drawn with equal shares of buyers."""
    rows = _bank(data)
    positions, _ = train_test_split(
        np.arange(len(rows)), test_size=0.3, random_state=_BANK_SEED, stratify=rows["y"].to_numpy()
    )
    return _compare_bank(rows, np.isin(np.arange(len(rows)), positions))


def bank_file_order(data: Path) -> Comparison:
    """Term deposits: the first 70 % of the calls against the last 30 %, when everything had changed."""
    rows = _bank(data)
    place = np.arange(len(rows))
    return _compare_bank(rows, place < int(0.7 * len(rows)), order=place)


def _bank(data: Path) -> pd.DataFrame:
    return pd.read_csv(data / "bank" / "bank-additional-full.csv.gz", sep=";")


def _compare_bank(rows: pd.DataFrame, training: Mask, *, order: Integers | None = None) -> Comparison:
    features = rows.drop(columns=["y", "duration"])  # how long a call took is known only after it
    return compare(features, (rows["y"] == "yes").to_numpy(), training=training, order=order)


SPLITS: Mapping[str, Callable[[Path], Comparison]] = {
    COIL2000: coil2000,
    "olist": olist,
    "bpic2012 +1 d": lambda data: bpic2012(data, age_days=1),
    "bpic2012 +3 d": lambda data: bpic2012(data, age_days=3),
    "bpic2012 +7 d": lambda data: bpic2012(data, age_days=7),
    BANK_RANDOM: bank_random,
    BANK_FILE_ORDER: bank_file_order,
}
"""Every split by its name in tables; each takes the folder with the real data sets."""
