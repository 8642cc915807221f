"""A configuration file is read once, and refused with what is wrong, where, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import SECTIONS, Config, load_config, parse_config
from leadscore.model.errors import ConfigError

FLAT = '[leads]\npath = "leads.csv"\ntarget = "won"\npositive = ["yes"]\n'
DATED = FLAT.replace("path", 'created_at = "came"\npath')


def written(folder: Path, text: str) -> Path:
    path = folder / "leadscore.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> ConfigError:
    with pytest.raises(ConfigError, match=r"\A") as error:
        load_config(path)
    assert error.value.where == str(path)
    return error.value


def test_the_smallest_file_has_every_default(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, FLAT))
    assert config.folder == tmp_path
    assert (config.events, config.outcomes, config.columns, config.dated) == (None, None, {}, False)
    assert config.learning.model_dump() == {
        "horizon_days": 90,
        "snapshots_days": (0, 1, 3, 7, 14, 30),
        "snapshots_every_days": 30,
        "split": "time",
        "evaluation_share": 0.2,
        "train_until": None,
        "test_from": None,
        "data_from": None,
        "data_until": None,
        "seed": 0,
        "threads": 1,
        "backtest_folds": 2,
    }
    assert config.point_rules == ()
    assert config.policy.model_dump() == {
        "margin": 0.005,
        "win_value": None,
        "contact_cost": None,
        "cut_by": "points",
        "cuts": (70, 60, 50),
        "capacity_per_week": None,
        "disqualify_below": None,
        "capacity_weeks": 8,
        "silent_days": 30,
        "nurture_days": 30,
        "product_use_at_least": 3,
        "product_use_days": 14,
        "alternative": None,
        "next_steps": {},
    }
    assert (config.event_types, config.gates, config.overrides) == ({}, (), None)
    assert config.wording.model_dump() == {"language": "en"}
    assert config.similar.model_dump() == {"index": False, "most_leads": 5_000, "erased": None}
    assert config.report.slices is None
    assert config.mlflow.model_dump() == {"tracking_uri": None, "model": "leadscore"}


def test_columns_to_learn_from_are_those_of_such_a_role_that_are_not_ignored(tmp_path: Path) -> None:
    roles = {"b": "numeric", "a": "category", "hidden": "category", "text": "free_text", "at": "date", "mail": "email"}
    columns = "".join(f'[columns.{name}]\nrole = "{role}"\n' for name, role in roles.items())
    config = load_config(written(tmp_path, FLAT + columns.replace("[columns.text]", "ignore = true\n[columns.text]")))
    assert list(config.feature_columns) == ["b", "a", "at", "mail"]


def test_a_missing_file_names_the_command_that_makes_one(tmp_path: Path) -> None:
    error = refused(tmp_path / "leadscore.toml")
    assert (error.what, error.remedy) == ("There is no configuration file", "make one with `leadscore init FILE`")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert (error.what, error.remedy) == ("The configuration cannot be read", "name a file that you may read")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'[leads]\npath = "leads.csv\n', "at line 2, column 18"),
        (b"[leads]\npath = 'a'\npath = 'b'\n", "at line 3, column 11"),
        (b"[leads]\npath = '\xff'\n", "in position 16"),
    ],
)
def test_what_is_not_toml_is_refused_with_its_place(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "leadscore.toml"
    path.write_bytes(content)
    error = refused(path)
    assert error.what.startswith("The configuration is not valid TOML: ")
    assert place in error.what
    assert error.remedy == "mend that line"


UNKNOWN = {
    "in a section": (FLAT + "[learning]\nhorizon_day = 3\n", "learning.horizon_day", "did you mean `horizon_days`?"),
    "in a column": (FLAT + '[columns.x]\nrole = "date"\ndayfirst = true\n', "columns.x.dayfirst", "`day_first`?"),
    "a section": (FLAT + "[learn]\nseed = 3\n", "learn", "did you mean `learning`?"),
    "like none": (FLAT + "[mlflow]\nzzz = 3\n", "mlflow.zzz", "known keys: tracking_uri, model"),
}


@pytest.mark.parametrize(("text", "key", "remedy"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_key_is_answered_with_the_nearest(tmp_path: Path, text: str, key: str, remedy: str) -> None:
    error = refused(written(tmp_path, text))
    assert error.what == f"Unknown key `{key}` in the configuration"
    assert error.remedy.endswith(remedy)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[leads]\ntarget = 'won'\n", "leads.path"),
        ("[learning]\nseed = 1\n", "leads"),
        (FLAT + "[columns.x]\nlabel = 'X'\n", "columns.x.role"),
        (FLAT + "[events]\npath = 'events.csv'\n", "events.lead_id"),
    ],
)
def test_a_missing_key_is_named(tmp_path: Path, text: str, key: str) -> None:
    error = refused(written(tmp_path, text))
    assert (error.what, error.remedy) == (f"The key `{key}` is missing", "add it")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('horizon_days = "90"', "`learning.horizon_days`: Input should be a valid integer"),
        ("horizon_days = true", "`learning.horizon_days`: Input should be a valid integer"),
        ("horizon_days = 0", "`learning.horizon_days`: Input should be greater than or equal to 1"),
        ("horizon_days = 3651", "`learning.horizon_days`: Input should be less than or equal to 3650"),
        ("snapshots_days = 3", "`learning.snapshots_days`: Input should be a valid list"),
        ("snapshots_days = []", "`learning.snapshots_days`: List should have at least 1 item"),
        ("snapshots_days = [0, -1]", "`learning.snapshots_days`: Input should be greater than or equal to 0"),
        ("snapshots_every_days = 0", "`learning.snapshots_every_days`: Input should be greater than or equal to 1"),
        ('split = "by time"', "`learning.split`: Input should be 'time', 'file_order' or 'random'"),
        ("evaluation_share = 1.0", "`learning.evaluation_share`: Input should be less than 1"),
        ("evaluation_share = nan", "`learning.evaluation_share`: Input should be less than 1"),
        ("seed = -1", "`learning.seed`: Input should be greater than or equal to 0"),
        ("threads = 0", "`learning.threads`: Input should be greater than or equal to 1"),
        ("data_until = 2026", "`learning.data_until`: Input should be a valid string"),
        ('[columns.x]\nrole = "number"', "`columns.x.role`: Input should be 'numeric', 'category', 'date', 'email'"),
        ('[columns.x]\nrole = "date"\nday_first = "no"', "`columns.x.day_first`: Input should be a valid boolean"),
        ('[columns.x]\nrole = "date"\nknown_after = 1.5', "`columns.x.known_after`: Input should be a valid integer"),
    ],
)
def test_a_value_of_the_wrong_kind_or_out_of_range_is_refused(tmp_path: Path, line: str, what: str) -> None:
    error = refused(written(tmp_path, DATED + f"[learning]\n{line}\n"))
    assert error.what.startswith(what)
    assert error.remedy == "correct the value"


@pytest.mark.parametrize(
    ("text", "key"), [("leads = 3\n", "leads"), (FLAT + '[columns]\nbudget = "numeric"\n', "columns.budget")]
)
def test_a_value_where_a_table_belongs_is_refused(tmp_path: Path, text: str, key: str) -> None:
    error = refused(written(tmp_path, text))
    assert (error.what, error.remedy) == (f"`{key}` is not a table", f"begin it with [{key}]")


@pytest.mark.parametrize("value", ['"2026-03-31T10:00:00"', "2026-03-31T10:00:00"])
def test_a_moment_may_be_a_text_or_a_date_of_toml_itself(tmp_path: Path, value: str) -> None:
    config = load_config(written(tmp_path, DATED + f"[learning]\ndata_until = {value}\n"))
    assert config.learning.data_until == "2026-03-31T10:00:00"


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_no_section_takes_keys_that_it_does_not_declare(section: type[Any]) -> None:
    assert section.model_config["extra"] == "forbid"
    assert section.model_config["strict"] is True


def test_plain_values_are_checked_like_a_file() -> None:
    leads = {"path": "leads.csv", "target": "won", "positive": ["yes"]}
    assert isinstance(parse_config({"leads": leads}, folder=Path()), Config)
    with pytest.raises(ConfigError, match=r"^The key `leads` is missing\n  where: leadscore\.toml\n  what to do: add"):
        parse_config({}, folder=Path())


def test_point_rules_are_listed_and_an_odd_key_in_one_is_told_with_its_place(tmp_path: Path) -> None:
    rules = "[[point_rules]]\nwhen = 'country = \"Germany\"'\npoints = 10\n[[point_rules]]\npoint = 5\n"
    error = refused(written(tmp_path, FLAT + rules))
    assert error.what.endswith("`point_rules.1.points` is missing")


def test_a_key_of_an_earlier_release_is_read_under_its_name_of_today() -> None:
    raw: dict[str, object] = {
        "leads": {"path": "leads.csv", "target": "won", "positive": ["1"]},
        "learning": {"replays": 3},
    }
    assert parse_config(raw, folder=Path()).learning.backtest_folds == 3


def test_a_key_under_both_of_its_names_is_refused() -> None:
    raw: dict[str, object] = {"leads": {"path": "leads.csv", "target": "won", "positive": ["1"]}}
    both = raw | {"learning": {"replays": 3, "backtest_folds": 2}}
    with pytest.raises(ConfigError, match=r"`learning\.replays` is the earlier name of `learning\.backtest_folds`"):
        parse_config(both, folder=Path())
