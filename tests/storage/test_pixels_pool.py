"""The children: limited, looked after, and replaced at any breach."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.storage import pictures
from tests.storage.pixel_runs import child_that, run
from walkapp.storage.pixels.limits import PHOTOS_PER_CHILD
from walkapp.storage.pixels.pool import Cleaned, NotCleaned, Pool, most_children

SMALL = pictures.jpeg(32, 24)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1) as pool:
        yield pool


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came true")


@pytest.mark.parametrize(
    ("size", "cores", "children"),
    [(4, 1, 1), (4, 2, 1), (4, 4, 3), (4, 8, 4), (1, 8, 1), (0, 8, 1), (100, 64, 63)],
)
def test_one_core_is_left_for_pages(size: int, cores: int, children: int) -> None:
    assert most_children(size, cores) == children


def test_a_child_starts_when_first_needed_and_stays(pool: Pool) -> None:
    assert pool.pids == []
    run(pool, SMALL)
    first = pool.pids
    run(pool, SMALL)
    assert len(first) == 1
    assert pool.pids == first


def test_a_bad_picture_does_not_cost_the_child(pool: Pool) -> None:
    run(pool, SMALL)
    before = pool.pids
    assert run(pool, b"<html>").cleaned.problem == "wrong_type"
    assert run(pool, SMALL[: len(SMALL) // 2]).cleaned.problem == "truncated"
    assert pool.pids == before


def test_a_child_is_replaced_after_fifty_photos(pool: Pool) -> None:
    seen = []
    for _ in range(PHOTOS_PER_CHILD):
        assert run(pool, b"<html>").cleaned.problem == "wrong_type"
        seen.append(pool.pids)
    assert len({tuple(pids) for pids in seen[:-1]}) == 1
    assert pool.pids == []
    assert not is_alive(seen[0][0])
    assert run(pool, SMALL).cleaned.ok


def test_a_child_killed_while_idle_is_replaced(pool: Pool) -> None:
    run(pool, SMALL)
    [pid] = pool.pids
    os.kill(pid, signal.SIGKILL)
    assert run(pool, SMALL).cleaned.ok
    assert pool.pids != [pid]


def test_a_photo_whose_child_is_killed_gets_a_second_try(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    command = child_that(
        f"mark = Path({str(mark)!r})\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "return real(source, folder)"
    )
    with Pool(1, command=command) as pool:
        assert run(pool, SMALL).cleaned.ok
    assert mark.exists()


@pytest.mark.parametrize(
    ("does", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "unreadable"),
        ("os.abort()", "unreadable"),
        ("os._exit(0)", "unreadable"),
        ("raise AttributeError('a decoder that fell over')", "unreadable"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "too_much_memory"),
        ("return bytearray(2 << 30)", "too_much_memory"),
        ("while True: pass", "too_slow"),
        ("sum(range(10 ** 12))", "too_slow"),
        ("time.sleep(60)", "too_slow"),
        ("os.kill(os.getpid(), signal.SIGSTOP)", "too_slow"),
        ("os.close(3); os.close(4); time.sleep(60)", "unreadable"),
        ("os.write(3, b'hello\\n')", "unreadable"),
        ("while True: os.write(3, b'x' * 4096)", "unreadable"),
        ("os.write(3, b'{\"ok\": true}\\n')", "unreadable"),
        ("os.write(3, b'\\xff\\xfe\\n')", "unreadable"),
        ("os.write(3, b'no end'); time.sleep(60)", "too_slow"),
    ],
)
def test_a_breach_fails_the_photo_and_replaces_the_child(does: str, problem: str) -> None:
    command = child_that(
        f"if source.read_bytes() == b'bad':\n    {does}\nreturn real(source, folder)"
    )
    with Pool(1, seconds=2, command=command) as pool:
        assert run(pool, SMALL).cleaned.ok
        [before] = pool.pids
        assert run(pool, b"bad").cleaned == Cleaned.failed(problem)
        assert not is_alive(before)
        assert run(pool, SMALL).cleaned.ok
        assert len(pool.pids) == 1


def test_a_photo_may_take_only_so_much_work(caplog: pytest.LogCaptureFixture) -> None:
    with Pool(1, command=child_that("while True: pass")) as pool:
        assert run(pool, SMALL).cleaned == Cleaned.failed("too_slow")
    # By the system's clock of work done, well before the time on the wall is up.
    assert caplog.messages == [f"a photo child was replaced: ended with {-signal.SIGPROF}"]


def test_each_photo_has_its_own_time() -> None:
    work = "until = time.process_time() + 0.3\nwhile time.process_time() < until: pass\n"
    with Pool(1, command=child_that(f"{work}return real(source, folder)")) as pool:
        seen = [(run(pool, SMALL).cleaned.ok, *pool.pids) for _ in range(4)]
    assert len(set(seen)) == 1
    assert seen[0][0]


LIE = """\
told = real(source, folder)
for copy in told.copies.values():
    path = folder / copy.sha256
    {does}
return told"""


@pytest.mark.parametrize(
    "does",
    [
        "path.unlink()",
        "path.write_bytes(b'<script>')",
        "path.write_bytes(path.read_bytes() + b'<script>')",
        "path.rename(folder / 'other'); path.symlink_to(folder / 'other')",
        "path.rename(folder / (copy.sha256 + '.jpg'))",
    ],
)
def test_a_child_that_lies_about_its_copies_is_replaced(does: str, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.write_bytes(SMALL)
    with Pool(1, command=child_that(LIE.format(does=does))) as pool:
        assert pool.clean(source, tmp_path) == Cleaned.failed("unreadable")
        assert pool.pids == []


def test_what_a_decoder_prints_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    does = "print('hello'); os.write(1, b'hello\\n'); os.write(2, b'hello\\n')\n"
    with Pool(1, command=child_that(f"{does}return real(source, folder)")) as pool:
        assert run(pool, SMALL).cleaned.ok
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "raise SystemExit('there is no Pillow')"),
        (sys.executable, "-c", "print('hello')"),
        (sys.executable, "-c", "import os; os.close(1)"),
    ],
)
def test_a_child_that_does_not_start_is_no_fault_of_the_picture(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    source = tmp_path / "in"
    source.write_bytes(SMALL)
    with Pool(1, command=command) as pool:
        with pytest.raises(NotCleaned):
            pool.clean(source, tmp_path)
        assert pool.pids == []


def test_why_a_child_did_not_start_is_told(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "raise SystemExit('there is no Pillow')")
    with Pool(1, command=command) as pool, pytest.raises(NotCleaned, match="there is no Pillow"):
        pool.clean(tmp_path / "in", tmp_path)


def test_a_file_or_folder_that_cannot_be_used_is_no_fault_of_the_picture(
    pool: Pool, tmp_path: Path
) -> None:
    source = tmp_path / "in"
    with pytest.raises(NotCleaned, match="No such file"):
        pool.clean(source, tmp_path)
    source.write_bytes(SMALL)
    with pytest.raises(NotCleaned, match="No such file"):
        pool.clean(source, tmp_path / "missing")
    with pytest.raises(NotCleaned, match="Not a directory"):
        pool.clean(source, source)
    [pid] = pool.pids
    assert pool.clean(source, tmp_path).ok
    assert pool.pids == [pid]


def test_a_full_disk_is_no_fault_of_the_picture(tmp_path: Path) -> None:
    full = "raise OSError(28, 'No space left on device')"
    source = tmp_path / "in"
    source.write_bytes(SMALL)
    with Pool(1, command=child_that(full)) as pool:
        with pytest.raises(NotCleaned, match="No space left"):
            pool.clean(source, tmp_path)


def reported(expression: str) -> str:
    """The value of an expression inside a child."""
    command = child_that(f"raise OSError(0, repr({expression}))")
    with Pool(1, command=command) as pool, pytest.raises(NotCleaned) as told:
        pool.clean(Path("in"), Path("out"))
    return str(told.value)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("RLIMIT_AS", 1 << 30),
        ("RLIMIT_FSIZE", 16 << 20),
        ("RLIMIT_NOFILE", 32),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", 510),
    ],
)
def test_a_child_is_held_to_its_limits_by_the_system(name: str, most: int) -> None:
    assert f"({most}, {most})" in reported(f"resource.getrlimit(resource.{name})")


def test_a_child_knows_none_of_the_parents_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKAPP_SECRET_KEY", "lyktans nyckel")
    told = reported("sorted(os.environ)")
    assert "PYTHONPATH" in told
    assert "WALKAPP" not in told


def test_a_child_loads_neither_web_nor_database() -> None:
    heavy = ("flask", "sqlite3", "pysqlite3", "sqlite_utils", "psycopg", "asyncio", "http.client")
    assert "[]" in reported(f"[name for name in {heavy} if name in sys.modules]")
    assert "True" in reported("'PIL.JpegImagePlugin' in sys.modules")


def test_the_parent_never_loads_a_decoder() -> None:
    script = (
        "import sys\n"
        "from walkapp.storage.pixels import formats, pool\n"
        "formats.accepted()\n"
        "raise SystemExit('PIL' in sys.modules or 'pillow_heif' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root).returncode == 0


def test_many_callers_share_the_children() -> None:
    results = []

    def call(pool: Pool, seed: int) -> None:
        results.append(run(pool, pictures.jpeg(64, 48, seed=seed)).cleaned)

    with Pool(8) as pool:
        callers = [threading.Thread(target=call, args=(pool, seed)) for seed in range(24)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        assert 1 <= len(pool.pids) <= most_children(8)
    assert len(results) == 24
    assert all(cleaned.ok for cleaned in results)
    assert len({cleaned.copies["1600"].sha256 for cleaned in results}) == 24


def test_a_slow_photo_does_not_make_those_behind_it_late(tmp_path: Path) -> None:
    does = "time.sleep(0.7)\nreturn real(source, folder)"
    results = []
    with Pool(1, seconds=2, command=child_that(does)) as pool:
        callers = [
            threading.Thread(target=lambda: results.append(run(pool, SMALL).cleaned.ok))
            for _ in range(4)
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert results == [True] * 4


def test_closing_ends_every_child_and_leaves_the_photo_for_later(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.write_bytes(SMALL)
    faults = []
    pool = Pool(1, command=child_that("(folder / 'begun').touch()\ntime.sleep(60)"))

    def call() -> None:
        try:
            pool.clean(source, tmp_path)
        except NotCleaned as fault:
            faults.append(fault)

    caller = threading.Thread(target=call)
    caller.start()
    wait_until((tmp_path / "begun").exists)
    [pid] = pool.pids
    pool.close()
    caller.join(10)
    assert len(faults) == 1
    assert pool.pids == []
    assert not is_alive(pid)


def test_a_closed_pool_cleans_nothing(pool: Pool, tmp_path: Path) -> None:
    run(pool, SMALL)
    [pid] = pool.pids
    pool.close()
    pool.close()
    assert not is_alive(pid)
    with pytest.raises(NotCleaned):
        pool.clean(tmp_path / "in", tmp_path)
    assert pool.pids == []


def test_children_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(SMALL)
    script = (
        "import time\n"
        "from pathlib import Path\n"
        "from walkapp.storage.pixels.pool import Pool\n"
        "pool = Pool(1)\n"
        "pool.clean(Path('in'), Path('.'))\n"
        "print(*pool.pids, flush=True)\n"
        "time.sleep(60)\n"
    )
    root = str(Path(__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    wait_until(lambda: not runs(pid))


def runs(pid: int) -> bool:
    """Alive and no zombie; nobody may be there to take leave of an orphan."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
