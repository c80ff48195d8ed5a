"""What every test may ask for: fresh databases of both kinds, the shared data, a Chromium."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

from handlers.terminal.loading import collector_at_rest
from storage.migrate import upgrade
from tests import chromium, compiled, databases, lending, one_sandbox

ROOT = Path(__file__).resolve().parent.parent
# Files with a test of some seconds or more, the longest first.
LONGEST = (
    "test_budget.py", "test_kills.py", "test_instances.py", "test_reference_clock.py", "test_http_replays.py",
    "test_http_fuzz.py", "test_import.py", "test_beside.py", "test_try.py", "test_import_reference.py",
    "test_stories.py", "test_next_told.py",
)  # fmt: skip
FEW = 6  # of so many cases of a file marked `few_on_postgresql` one is drawn
SELDOM = 20_000  # new things before Python looks for garbage among them, instead of 700

settings.register_profile("quick", max_examples=25, deadline=None, database=None)
settings.register_profile("proof", max_examples=2000, deadline=None, database=None)
settings.load_profile("quick")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to start where the browser tests are required and there is no browser; sweep up killed runs."""
    compiled.share()
    databases.careless()
    os.environ["SSL_CERT_FILE"] = os.devnull  # nobody here speaks TLS: each connection would read all of them
    if chromium.required() and not chromium.find():
        raise pytest.UsageError("BATON_REQUIRE_BROWSER is set, but no Chromium was found")
    if not hasattr(config, "workerinput"):
        databases.clear_leftovers()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is loaded before the first test stays: looking through it for garbage was two fifths of loading it."""
    with collector_at_rest():
        done = yield
    gc.freeze()
    gc.set_threshold(SELDOM)
    return done


def pytest_sessionfinish() -> None:
    """No process outlives the run. What is left is looked through for garbage once: pytest does so five times more."""
    one_sandbox.stop()
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each case on the databases it is for; skip the browser tests where there is no browser (the run's last lines say
    so)."""
    for item in not_drawn(items, to_draw=config.getoption("markexpr") != "proof"):
        item.add_marker(pytest.mark.proof)
    if chromium.find():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=chromium.SKIPPED))


def not_drawn(items: list[pytest.Item], *, to_draw: bool) -> Iterator[pytest.Item]:
    """What PostgreSQL is not asked in this run: all cases of what is marked to be drawn, but those that come first in
    this order (in the proof all: there all of them run)."""
    seen: Counter[str] = Counter()
    for item in items:
        if not isinstance(item, pytest.Function) or not is_on_postgresql(item):
            continue
        if item.get_closest_marker("one_on_postgresql"):
            group, every = item.nodeid.partition("[")[0], len(items)
        elif item.get_closest_marker("few_on_postgresql"):
            group, every = str(item.path), FEW
        else:
            continue
        if not to_draw or seen[group] % every:
            yield item
        seen[group] += 1


def is_on_postgresql(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and item.callspec.params.get("database_kind") == "postgresql"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """The order in which xdist hands an equal part to each worker: each begins with its share of the longest."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    session.items[:] = dealt(session.items, workers)


def dealt(items: list[pytest.Item], workers: int) -> Iterator[pytest.Item]:
    """The longest dealt out to the workers, so that none is left with one at the end; the others stay together, file by
    file."""
    long = [item for item in items if item.path.name in LONGEST]
    long.sort(key=lambda item: LONGEST.index(item.path.name))
    rest = iter([item for item in items if item.path.name not in LONGEST])
    for n in range(workers):
        share = len(items) * (n + 1) // workers - len(items) * n // workers
        yield from long[n::workers]
        yield from islice(rest, max(0, share - len(long[n::workers])))
    yield from rest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """One clear line when the browser tests did not run, and how to get a failing order again."""
    if not chromium.find():
        terminalreporter.write_line(chromium.SKIPPED)
    if exitstatus:
        seed = terminalreporter.config.getoption("randomly_seed", None)
        terminalreporter.write_line(f"this order again: --randomly-seed={seed}")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium; the test is skipped without one."""
    return chromium.find() or pytest.skip(chromium.SKIPPED)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared sample data (BATON_SHARED, or ../shared, then data); the test is skipped without it."""
    shared = Path(os.environ.get("BATON_SHARED") or ROOT.parent / "shared")
    if not (shared / "data").is_dir():
        pytest.skip("no shared data here (BATON_SHARED, or ../shared beside the repository)")
    return shared / "data"


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """The PostgreSQL server of this test run, started when the first test asks for it."""
    server = databases.Postgres(databases.run_name())
    yield server
    server.close()


@pytest.fixture(params=databases.KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite", then "postgresql"; a test for one of them parametrizes this indirectly."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database, on both kinds."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: databases.Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> lending.Files:
    """SQLite files to copy."""
    return lending.Files(tmp_path_factory.mktemp("files"), upgrade)


@pytest.fixture(scope="session")
def lender(postgres: databases.Postgres) -> Iterator[lending.Lender]:
    """PostgreSQL databases to use again."""
    made = lending.Lender(postgres, postgres.template(upgrade))
    yield made
    made.close()


@pytest.fixture
def copy_of(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[lending.CopyOf]:
    """copy_of(make) is the address of a database as `make(url)` leaves a migrated one, on both kinds. It is made once
    in a worker, then copied, which costs little: what a file of tests begins with belongs there."""
    if database_kind == "sqlite":
        files: lending.Files = request.getfixturevalue("files")
        yield lambda make: files.lend(make, tmp_path)
        return
    server: databases.Postgres = request.getfixturevalue("postgres")
    lender: lending.Lender = request.getfixturevalue("lender")
    lent: list[str] = []

    def lend(make: lending.Make | None) -> str:
        lent.append(lender.lend(make))
        return server.url(lent[-1])

    yield lend
    for name in lent:
        lender.take_back(name)


@pytest.fixture
def migrated_url(copy_of: lending.CopyOf) -> str:
    """The address of a database with the newest schema and no rows, on both kinds."""
    return copy_of(None)
