"""Tables as pandas has them, and as files whose bytes are the same whenever the table is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cohortplan.errors import Defect, InputError
from cohortplan.io.messy.outcome import plain

if TYPE_CHECKING:
    from pandas import DataFrame


def library(name: str) -> Any:
    """Import a library of the extra ``bench``.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        remedy = "Install it: pip install 'cohortplan[bench]'"
        raise InputError([Defect(f"{name} is not installed", remedy, "bench")]) from error


def frame(rows: Iterable[Iterable[Any]], columns: Mapping[str, str]) -> DataFrame:
    """Return a table of `columns`, name by type; whole numbers that may be missing are of type ``Int64``."""
    made = library("pandas").DataFrame(list(rows), columns=list(columns))
    return made.astype(dict(columns))


def as_csv(table: DataFrame) -> bytes:
    """Return a table as CSV; text that a spreadsheet would take for a formula has an apostrophe before it."""
    safe = table.copy()
    for name in safe.columns:
        if any(isinstance(cell, str) for cell in safe[name]):
            safe[name] = [plain(cell) if isinstance(cell, str) else cell for cell in safe[name]]
    written: str = safe.to_csv(index=False, lineterminator="\n")
    return written.encode()


def as_parquet(table: DataFrame) -> bytes:
    """Return a table as Parquet, without a word about who wrote it and when."""
    arrow, target = library("pyarrow"), BytesIO()
    bare = arrow.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    library("pyarrow.parquet").write_table(bare, target, compression="zstd", version="2.6")
    return target.getvalue()
