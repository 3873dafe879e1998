from pathlib import Path

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.io import read_scenario
from tests.support.folders import Grid, base_folder, write_folder


def refused(folder: Path, **changed: str | None) -> list[str]:
    """Return what is said of the base folder with some files otherwise."""
    contents = {**base_folder(), **{f"{name}.csv": text for name, text in changed.items()}}
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(write_folder(folder, {name: text for name, text in contents.items() if text is not None}))
    return [str(defect) for defect in refusal.value.defects]


def test_sealed_facts_and_private_ones_are_read(tmp_path: Path) -> None:
    """What stands under a key is what that person has; private facts are found by id, and people named by name."""
    scenario = read_scenario(write_folder(tmp_path, base_folder()))
    people = scenario.people
    assert (people["P07"].flags, people["P07"].needs) == (("first",), ("hearing loop",))
    assert [each.code for each in people["P05"].cannot] == ["stairs"]
    assert scenario.private_of["P02"].consents == ("name", "contact")
    assert scenario.private_of["P13"].diet == "halal"


def test_the_hash_does_not_tell_where_flags_stand(tmp_path: Path) -> None:
    """The same flags and codes in participants.csv or in the sealed file are the same scenario; needs do not count."""
    base = base_folder()
    open_ones = Grid(base["participants.csv"]).put(8, "flags", "first").put(6, "cannot", "stairs until 2026-12-31")
    assert (open_ones.get(8, "id"), open_ones.get(6, "id")) == ("P07", "P05")
    plain = {name: text for name, text in base.items() if name not in ("sealed.csv", "keys.csv", "private.csv")}
    plain["participants.csv"] = open_ones.text()
    hashes = {
        read_scenario(write_folder(tmp_path / name, contents)).sha256
        for name, contents in (("sealed", base), ("plain", plain))
    }
    assert len(hashes) == 1


def test_a_sealed_file_without_its_keys_is_refused(tmp_path: Path) -> None:
    """Without the keys nobody knows whose the flags are, and a plan would quietly leave them out."""
    (message,) = refused(tmp_path, keys=None)
    assert message.startswith("sealed.csv, row 1: nobody knows whose these rows are.")


def test_the_keys_may_lie_elsewhere(tmp_path: Path) -> None:
    """[files] names the file of keys in another folder."""
    contents = base_folder()
    vault = write_folder(tmp_path / "vault", {"mine.csv": contents.pop("keys.csv")})
    contents["scenario.toml"] += '\n[files]\nkeys = "../vault/mine.csv"\n'
    scenario = read_scenario(write_folder(tmp_path / "office", contents))
    assert scenario.people["P07"].flags == ("first",)
    assert vault.is_dir()


def test_what_is_said_twice_or_of_nobody_is_told_without_the_fact(tmp_path: Path) -> None:
    """A key nobody has, and a person of whom files say two things: told with file and row, the sealed word left out."""
    sealed = "key,flags\n41aa07be,zzsecret\n00000000,zzother\n"
    keys = "key,participant\n41aa07be,P13\n"
    found = refused(tmp_path, sealed=sealed, keys=keys)
    assert found == [
        "sealed.csv, row 2, column flags: participants.csv says something else of this person. Empty the cell in one "
        "of the two files",
        "sealed.csv, row 3, column key: nobody has this key. Delete the row, or mend keys.csv",
    ]


def test_what_both_files_say_alike_is_fine(tmp_path: Path) -> None:
    """The same fact in both files, as after sheets were imported anew, is no contradiction."""
    contents = {**base_folder(), "keys.csv": "key,participant\n41aa07be,P13\n"}
    flags = (
        read_scenario(write_folder(tmp_path / "before", contents | {"sealed.csv": "key,flags\n"})).people["P13"].flags
    )
    assert flags
    contents["sealed.csv"] = f"key,flags\n41aa07be,{'; '.join(flags)}\n"
    assert read_scenario(write_folder(tmp_path / "after", contents)).people["P13"].flags == flags


def test_a_host_asks_for_what_there_is(tmp_path: Path) -> None:
    """A host's list may name what people have documents for, and nothing else."""
    grid = Grid(base_folder()["hosts.csv"])
    text = "\n".join(f"{line},{more}" for line, more in zip(grid.text().splitlines(), _MORE, strict=True))
    scenario = read_scenario(write_folder(tmp_path / "right", {**base_folder(), "hosts.csv": text}))
    host = scenario.host["H1"]
    assert (host.gate_fields, host.id_rule, host.purge_days) == (("legal_name", "born"), "A or B and C", 3)
    (message,) = refused(tmp_path / "wrong", hosts=text.replace("Legal name", "shoe size"))
    assert message.startswith("hosts.csv, row 2, column gate_fields: this must be 'legal_name', 'born', ")


_MORE = ("gate_fields,id_rule,purge_days", "Legal name; born,A or B and C,3", *[",,"] * 4)
