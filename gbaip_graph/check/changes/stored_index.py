"""A graph on disk that is asked for the neighbours of a node, kept up to date file by file.

For change sets: opening it reads only what changed since the last time. It is a cache: a damaged one is made
anew, and where none can be kept it is made in memory. Terms are kept as they are written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from gbaip_graph.build.nquads import write_term
from gbaip_graph.check.changes.term_text import read_resource, read_term
from gbaip_graph.turtle.terms import Iri, Subject, Term, Triple

#: What the tables hold; a file of another kind is not read. Change it with them.
_FORMAT = 1
_WAIT_FOR_OTHERS_S = 60.0  # another run may be reading a graph of a million triples for the first time
_TRIES = 3
_KEPT_TERMS = 200_000
_TABLES = """
CREATE TABLE terms (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL);
CREATE TABLE triples (
    s INTEGER, p INTEGER, o INTEGER, file INTEGER, PRIMARY KEY (s, p, o, file)
) WITHOUT ROWID;
CREATE INDEX backwards ON triples (p, o, s);
CREATE TABLE subjects (file INTEGER, s INTEGER, PRIMARY KEY (file, s)) WITHOUT ROWID;
CREATE INDEX files_of_subject ON subjects (s);
"""

#: Reads one file by its path: the triples that the graph has of it.
Reader = Callable[[str], Iterable[Triple]]


class StoredIndex:
    """One state of the graph, which other runs cannot change while this one is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._id_of = lru_cache(_KEPT_TERMS)(self._find_id)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __len__(self) -> int:
        """Count the triples, each once."""
        return int(self._one("SELECT COUNT(*) FROM (SELECT DISTINCT s, p, o FROM triples)"))

    def __iter__(self) -> Iterator[Triple]:
        """Return every triple; the only answer that walks the whole graph."""
        query = (
            "SELECT DISTINCT a.text, b.text, c.text FROM triples"
            " JOIN terms a ON a.id = s JOIN terms b ON b.id = p JOIN terms c ON c.id = o"
        )
        for subject, predicate, object in self._connection.execute(query):
            yield Triple(read_resource(subject), Iri(predicate[1:-1]), read_term(object))

    def objects(self, subject: Subject, predicate: Iri) -> Iterable[Term]:
        """Return the objects of the triples with this subject and predicate."""
        rows = self._rows(
            "SELECT DISTINCT text FROM triples JOIN terms ON id = o WHERE s = ? AND p = ?", subject, predicate
        )
        return [read_term(text) for (text,) in rows]

    def subjects(self, predicate: Iri, object: Term) -> Iterable[Subject]:
        """Return the subjects of the triples with this predicate and object."""
        rows = self._rows(
            "SELECT DISTINCT text FROM triples JOIN terms ON id = s WHERE p = ? AND o = ?", predicate, object
        )
        return [read_resource(text) for (text,) in rows]

    def outgoing(self, subject: Subject) -> Iterable[tuple[Iri, Term]]:
        """Return predicate and object of the triples of a subject."""
        rows = self._rows(
            "SELECT DISTINCT b.text, c.text FROM triples"
            " JOIN terms b ON b.id = p JOIN terms c ON c.id = o WHERE s = ?",
            subject,
        )
        return [(Iri(predicate[1:-1]), read_term(object)) for predicate, object in rows]

    def incoming(self, object: Term) -> Iterable[tuple[Subject, Iri]]:
        """Return subject and predicate of the triples with this object."""
        return [
            (subject, predicate)
            for predicate in self._predicates()
            for subject in self.subjects(predicate, object)
        ]

    def with_predicate(self, predicate: Iri) -> Iterable[tuple[Subject, Term]]:
        """Return subject and object of the triples with this predicate."""
        rows = self._rows(
            "SELECT DISTINCT a.text, c.text FROM triples"
            " JOIN terms a ON a.id = s JOIN terms c ON c.id = o WHERE p = ?",
            predicate,
        )
        return [(read_resource(subject), read_term(object)) for subject, object in rows]

    def has(self, subject: Subject, predicate: Iri, object: Term) -> bool:
        """Say whether the graph has this triple."""
        return bool(
            self._rows(
                "SELECT 1 FROM triples WHERE s = ? AND p = ? AND o = ? LIMIT 1", subject, predicate, object
            )
        )

    def files_of(self, triple: Triple) -> frozenset[str]:
        """Return the paths of the files that hold a triple."""
        query = "SELECT path FROM triples JOIN files ON id = file WHERE s = ? AND p = ? AND o = ?"
        return frozenset(path for (path,) in self._rows(query, *triple))

    def in_file(self, path: str) -> Iterable[Triple]:
        """Return the triples of one file."""
        query = (
            "SELECT a.text, b.text, c.text FROM files"
            " JOIN subjects ON subjects.file = files.id"
            " JOIN triples ON triples.s = subjects.s AND triples.file = files.id"
            " JOIN terms a ON a.id = triples.s JOIN terms b ON b.id = p JOIN terms c ON c.id = o"
            " WHERE path = ?"
        )
        rows = self._connection.execute(query, (path,))
        return [Triple(read_resource(s), Iri(p[1:-1]), read_term(o)) for s, p, o in rows]

    def files_about(self, subject: Subject) -> tuple[str, ...]:
        """Return the paths of the files with triples of a subject, sorted."""
        query = "SELECT path FROM subjects JOIN files ON id = file WHERE s = ? ORDER BY path"
        return tuple(path for (path,) in self._rows(query, subject))

    def _predicates(self) -> Iterator[Iri]:
        """Return every property, stepping from one to the next in the index."""
        query = "SELECT p FROM triples WHERE p > ? ORDER BY p LIMIT 1"
        last = -1
        while (row := self._connection.execute(query, (last,)).fetchone()) is not None:
            last = row[0]
            yield Iri(self._one("SELECT text FROM terms WHERE id = ?", last)[1:-1])

    def _rows(self, query: str, *terms: Term) -> list[tuple[str, ...]]:
        ids = [self._id_of(term) for term in terms]
        return [] if None in ids else self._connection.execute(query, ids).fetchall()

    def _find_id(self, term: Term) -> int | None:
        row = self._connection.execute("SELECT id FROM terms WHERE text = ?", (write_term(term),)).fetchone()
        return None if row is None else int(row[0])

    def _one(self, query: str, *values: int) -> str:
        row = self._connection.execute(query, values).fetchone()
        return str(row[0])


def open_index(file: Path | None, digests: Mapping[str, str], read: Reader) -> StoredIndex:
    """Return the graph of these files (path -> SHA-256), reading those that the stored one lacks.

    ``file`` None keeps it in memory, and so does a place that cannot be written. Whatever ``read`` raises
    leaves what was stored as it was. Other runs wait, or see the state before or after.
    """
    if file is not None:
        for _ in range(_TRIES):
            try:
                return _open_stored(file, digests, read)
            except _OtherState:
                continue
            except OSError:
                break
    return _updated(_connect(":memory:"), digests, read)


class _OtherState(Exception):
    """Another run has changed the stored graph to other files in the meantime."""


def _open_stored(file: Path, digests: Mapping[str, str], read: Reader) -> StoredIndex:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _updated(_connect(str(file)), digests, read)
    except sqlite3.OperationalError as error:  # locked for too long, no room, no right to write
        raise OSError(str(error)) from error
    except sqlite3.DatabaseError:  # damaged, or no such file at all
        forget(file)
        raise _OtherState from None


def forget(file: Path) -> None:
    """Remove a stored graph, so that the next run makes it anew."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_WAIT_FOR_OTHERS_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _updated(connection: sqlite3.Connection, digests: Mapping[str, str], read: Reader) -> StoredIndex:
    try:
        connection.execute("BEGIN")
        if _stored_digests(connection) != digests:
            connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
            _update(connection, digests, read)
            connection.execute("COMMIT")
            connection.execute("BEGIN")
            if _stored_digests(connection) != digests:
                raise _OtherState
    except BaseException:
        connection.close()  # which undoes what is not committed
        raise
    return StoredIndex(connection)


def _stored_digests(connection: sqlite3.Connection) -> dict[str, str] | None:
    """Return the files of the stored graph, or None where there is none of this format."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        connection.execute("SELECT COUNT(*) FROM sqlite_master")  # begins the reading, whatever is there
        return None
    return dict(connection.execute("SELECT path, sha256 FROM files"))


def _update(connection: sqlite3.Connection, digests: Mapping[str, str], read: Reader) -> None:
    stored = _stored_digests(connection)
    if stored is None:
        _clear(connection)
        stored = {}
    for path in sorted(stored):
        if digests.get(path) != stored[path]:
            _take_out(connection, path)
    ids = _TermIds(connection)
    for path in sorted(digests):
        if stored.get(path) != digests[path]:
            _put_in(connection, path, digests[path], read(path), ids)


def _clear(connection: sqlite3.Connection) -> None:
    """Make the tables, in place of what stands there in another format."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_FORMAT}")


def _take_out(connection: sqlite3.Connection, path: str) -> None:
    (file,) = connection.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
    of_file = "SELECT s FROM subjects WHERE file = ?"
    connection.execute(f"DELETE FROM triples WHERE s IN ({of_file}) AND file = ?", (file, file))  # noqa: S608
    connection.execute("DELETE FROM subjects WHERE file = ?", (file,))
    connection.execute("DELETE FROM files WHERE id = ?", (file,))


def _put_in(
    connection: sqlite3.Connection, path: str, sha256: str, triples: Iterable[Triple], ids: _TermIds
) -> None:
    added = connection.execute("INSERT INTO files (path, sha256) VALUES (?, ?)", (path, sha256))
    file = added.lastrowid
    rows = sorted({(ids.of(s), ids.of(p), ids.of(o), file) for s, p, o in triples})
    connection.executemany("INSERT INTO triples VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO subjects VALUES (?, ?)", sorted({(file, row[0]) for row in rows}))


class _TermIds:
    """The numbers of terms; a term that has none gets one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[Term, int] = {}
        self._is_empty = connection.execute("SELECT id FROM terms LIMIT 1").fetchone() is None

    def of(self, term: Term) -> int:
        """Return the number of a term."""
        number = self._known.get(term)
        if number is None:
            number = self._known[term] = self._stored(write_term(term))
        return number

    def _stored(self, text: str) -> int:
        if not self._is_empty:
            row = self._connection.execute("SELECT id FROM terms WHERE text = ?", (text,)).fetchone()
            if row is not None:
                return int(row[0])
        added = self._connection.execute("INSERT INTO terms (text) VALUES (?)", (text,))
        return int(added.lastrowid or 0)
