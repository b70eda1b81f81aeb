"""Database address and query -> rows, a thousand at a time; nothing is ever written."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..engine.diagnostics import did_you_mean
from ..engine.values import dataclass
from .line import Header, Row, Trouble
from .words import listed, row_word

try:
    from sqlalchemy import URL, Connection, CursorResult, Engine, create_engine, inspect, make_url
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError
    from sqlalchemy.pool import NullPool
except ImportError as problem:
    raise Trouble("extra", what="SQLAlchemy", extra="sql") from problem

_ROWS: Final = 1000  # asked for at once over a network; a file is asked for few, for a broken one takes them along
_FEW: Final = 50
_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def read_database(source: str, query: str, speech: str) -> Iterator[Header | Row]:
    """The columns and rows of a query; a query of one word is the name of a table."""
    if not query.strip():
        raise Trouble("sql-no-query")
    engine = _engine(source)
    try:
        with _connected(engine) as connection:
            asked = _select(connection, query.strip())
            try:
                result = connection.exec_driver_sql(asked)
            except (SQLAlchemyError, ValueError) as problem:
                raise Trouble("sql-query", why=_reason(problem)) from None
            if not result.returns_rows:
                raise Trouble("sql-no-rows")
            columns = tuple(result.keys())
            yield Header(columns)
            yield from _rows(result, columns, row_word(speech))
    except (DBAPIError, OSError) as problem:
        raise Trouble("sql-gone", why=_reason(problem)) from None
    finally:
        _closed(engine)


@dataclass(frozen=True, slots=True)
class _NoText:
    """What a database gives as text and is none from that byte on."""

    byte: int


def _rows(result: CursorResult[tuple[object, ...]], columns: Sequence[str], word: str) -> Iterator[Row]:
    cursor = result.cursor
    try:
        for number, found in enumerate(result, start=1):
            cells: tuple[object, ...] = tuple(found)
            unread = {
                at: Trouble("sql-encoding", column=columns[at], byte=cell.byte)
                for at, cell in enumerate(cells)
                if isinstance(cell, _NoText)
            }
            if unread:
                cells = tuple(None if at in unread else cell for at, cell in enumerate(cells))
            yield Row(f"{word} {number}", number, cells, None, unread)
    finally:
        if cursor is not None:
            cursor.close()  # where the connection broke, nobody else does


def _engine(source: str) -> Engine:
    try:
        url: URL = make_url(source)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    except (SQLAlchemyError, ValueError):
        raise Trouble("sql-url", why="dialect://user@host/database") from None
    if "@" in (url.host or ""):
        raise Trouble("sql-url", why="`@` in the password: %40")
    file = url.database or ""
    if url.drivername.startswith("sqlite") and not file.startswith("file:") and not Path(file).is_file():
        raise Trouble("missing")  # the driver would make an empty database
    try:
        return create_engine(url, poolclass=NullPool)
    except ModuleNotFoundError as problem:
        raise Trouble("extra", what=problem.name, extra="sql") from None
    except (SQLAlchemyError, TypeError, ValueError) as problem:
        raise Trouble("sql-url", why=_reason(problem)) from None


def _connected(engine: Engine) -> Connection:
    """A connection that can only read, and gives rows as they come."""
    at_once = _FEW if engine.dialect.name == "sqlite" else _ROWS
    options: dict[str, object] = {"yield_per": at_once, "stream_results": True, "no_parameters": True}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    try:
        connection = engine.connect().execution_options(**options)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("pragma query_only = on")
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):  # it gives up altogether at the first text that is none
                driver.text_factory = _text
    except (SQLAlchemyError, OSError) as problem:
        raise Trouble("sql-connect", why=_reason(problem)) from None
    return connection


def _text(written: bytes) -> str | _NoText:
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _NoText(problem.start + 1)


def _select(connection: Connection, query: str) -> str:
    """The query; the name of a table becomes one for all of it."""
    if not _NAME.fullmatch(query):
        return query
    schema, _, table = query.rpartition(".")
    try:
        inspector = inspect(connection)
        names = (*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None))
    except SQLAlchemyError as problem:
        raise Trouble("sql-query", why=_reason(problem)) from None
    if table not in names:
        hint = did_you_mean(table, names)
        raise Trouble("sql-table", table=query, hint=f" ({hint})" if hint else "", tables=listed(tuple(names)) or "-")
    quote = connection.dialect.identifier_preparer.quote_identifier
    return "select * from " + ".".join(quote(each) for each in (schema, table) if each)


def _closed(engine: Engine) -> None:
    try:
        engine.dispose()
    except SQLAlchemyError as problem:  # the other side is gone already, which was said
        del problem


def _reason(problem: Exception) -> str:
    """What the driver said, without the query that SQLAlchemy repeats."""
    original = getattr(problem, "orig", None) or problem
    return " ".join(str(original).split())[:300].rstrip(". ") or type(original).__name__
