import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cohortplan.io.several import JOURNAL, finish, write_all


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    """If one of several files cannot be written those before it are as they were, and nothing else is left."""
    old, fresh = tmp_path / "old", tmp_path / "fresh"
    old.write_text("before")
    with pytest.raises(OSError, match="nowhere"):
        write_all(tmp_path, {old: "after", fresh: "after", tmp_path / "nowhere" / "file": "after"})
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert old.read_text() == "before"


@pytest.mark.parametrize("replaced", [0, 1, 2])
def test_what_is_cut_short_is_finished(replaced: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop after any number of files were put in place leaves a note; the next time all of them are."""
    names = [tmp_path / name for name in ("a", "b", "c")]
    for path in names:
        path.write_text("before")
    done: list[Path] = []
    whole: Callable[[Path, str], Path] = Path.replace

    def replace(path: Path, target: Path | str) -> Path:
        if len(done) == replaced + 1 and path.suffix == ".part":  # the journal itself is put in place first
            raise KeyboardInterrupt
        done.append(path)
        return whole(path, f"{target}")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            write_all(tmp_path, dict.fromkeys(names, "after"))
    assert sum(path.read_text() == "after" for path in names) == replaced
    assert finish(tmp_path)
    assert [path.read_text() for path in names] == ["after"] * 3
    assert sorted(tmp_path.iterdir()) == names
    assert not finish(tmp_path)


def test_secret_files_are_for_their_owner(tmp_path: Path) -> None:
    """A file that is secret has mode 0600, whatever it had; others keep what they had."""
    secret, other = tmp_path / "secret", tmp_path / "other"
    for path in (secret, other):
        path.touch()
        path.chmod(0o644)
    write_all(tmp_path, {secret: "x", other: "y"}, secret=[secret])
    assert [stat.S_IMODE(path.stat().st_mode) for path in (secret, other)] == [0o600, 0o644]
    assert not (tmp_path / JOURNAL).exists()
