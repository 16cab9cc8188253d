"""The walkapp command, as the person who runs the server meets it."""

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cast import a_party
from walkapp import cli, create_app
from walkapp.domain.ids import new_id
from walkapp.domain.mails import Mail
from walkapp.settings import load
from walkapp.storage import database, municipality, outbox, parties, people
from walkapp.storage.database import Database

Run = Callable[..., int]
COMMANDS = ["serve", "init", "migrate", "demo", "add-person", "work", "sweep", "verify", "doctor"]
COMMANDS += ["export", "import"]
INIT = ["init", "--name", "Flens kommun", "--short-name", "Flen", "--admin-email", "a@flen.example"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the command finds by itself."""
    for name in [name for name in os.environ if name.startswith("WALKAPP_")]:
        if name != "WALKAPP_TEST_POSTGRES":
            monkeypatch.delenv(name)
    monkeypatch.setenv("WALKAPP_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def begun(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A new installation; gives what init printed."""
    assert cli.main(INIT) == 0
    return capsys.readouterr().out


@contextmanager
def opened() -> Iterator[Database]:
    with closing(database.open_source(load().database)) as source, closing(source.connect()) as db:
        yield db


def test_init_makes_everything_and_a_link_that_works(folder: Path, begun: str) -> None:
    settings = load()
    assert stat.S_IMODE((folder / "settings.toml").stat().st_mode) == 0o600
    assert len(settings.secret_key) >= 32 and settings.photos.is_dir()
    with opened() as db:
        (admin,) = people.all(db)
        assert admin.roles == {"admin", "coordinator"} and admin.email == "a@flen.example"
        assert people.password_hash(db, admin.id) is None
        kept = municipality.get(db)
        assert (kept.name, kept.number_prefix) == ("Flens kommun", "FLEN")
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", begun)
    assert link
    assert create_app(settings).test_client().get(link[1]).status_code == 200


def test_a_second_init_changes_nothing(
    folder: Path, begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "settings.toml").read_bytes()
    assert cli.main([*INIT[:-1], "other@flen.example"]) == 0
    assert "Inget är ändrat" in capsys.readouterr().out
    assert (folder / "settings.toml").read_bytes() == before
    with opened() as db:
        assert [person.email for person in people.all(db)] == ["a@flen.example"]


def test_init_works_on_both_engines(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALKAPP_DATABASE", url)
    assert cli.main(INIT) == 0
    assert "/invitation/" in capsys.readouterr().out
    assert cli.main(["verify"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["init", "--admin-email", "inte en adress"], "e-postadress"),
        (["init", "--short-name", "!"], "korta namn"),
        (["init", "--name", " "], "heter"),
    ],
)
def test_init_refuses_odd_words_and_can_be_tried_again(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert cli.main(arguments) == 2
    assert words in capsys.readouterr().err
    assert cli.main(INIT) == 0


def test_a_person_is_added_and_gets_a_new_link_the_second_time(
    begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["add-person", "Eva Ek", "eva@flen.example", "--role", "leader", "--role", "police"]
    assert cli.main(add) == 0
    first = capsys.readouterr().out.strip()
    assert cli.main([*add[:3], "--role", "admin"]) == 0
    second = capsys.readouterr().out.strip()
    app = create_app(load())
    path = "/invitation/" + first.rsplit("/", 1)[1]
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().get(path.replace(first[-43:], second[-43:])).status_code == 200
    with opened() as db:
        eva = people.by_email(db, "eva@flen.example")
        assert eva and eva.roles == {"leader", "police"}


def test_a_party_person_needs_a_party_that_is_there(
    begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["add-person", "Siv", "siv@flen.example", "--role", "party"]
    assert cli.main(add) == 2
    assert cli.main([*add, "--party", "Ingen"]) == 2
    assert "Ingen" in capsys.readouterr().err
    with opened() as db:
        parties.add(db, a_party("Gata och park"))
    assert cli.main([*add, "--party", "Gata och park"]) == 0


@pytest.mark.parametrize("command", ["serve", "migrate", "add-person", "sweep", "verify", "doctor"])
def test_without_init_there_is_a_sentence_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    extra = ["Eva", "e@flen.example", "--role", "leader"] if command == "add-person" else []
    assert cli.main([command, *extra]) == 2
    assert "walkapp init" in capsys.readouterr().err


@pytest.mark.parametrize(("steps", "words"), [(0, "walkapp migrate"), (9, "nyare än programmet")])
def test_the_server_refuses_another_schema(
    begun: str, capsys: pytest.CaptureFixture[str], steps: int, words: str
) -> None:
    with opened() as db:
        db.execute("DELETE FROM schema_steps")
        for step in range(steps):
            db.execute(
                "INSERT INTO schema_steps (step, name, at) VALUES (:n, 'x', 'x')", {"n": step}
            )
    for command in ("serve", "sweep", "verify"):
        assert cli.main([command]) == 2
        assert words in capsys.readouterr().err


def test_the_server_refuses_an_old_sqlite(
    begun: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "OLDEST_SAFE_SQLITE", (99, 0, 0))
    assert cli.main(["serve"]) == 2
    assert "pysqlite3" in capsys.readouterr().err
    assert cli.main(["doctor"]) == 1
    assert "pysqlite3" in capsys.readouterr().out


def test_a_broken_database_file_is_a_sentence(
    folder: Path, begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for beside in ("-wal", "-shm"):
        (folder / f"walkapp.db{beside}").unlink(missing_ok=True)
    (folder / "walkapp.db").write_bytes(b"not a database " * 1000)
    for command, code in (("serve", 2), ("verify", 2), ("doctor", 1)):
        assert cli.main([command]) == code
        told = capsys.readouterr()
        assert "går inte att nå eller läsa" in told.out + told.err


def test_a_bad_setting_is_named(
    begun: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALKAPP_THREDS", "4")
    assert cli.main(["doctor"]) == 2
    assert "WALKAPP_THREDS" in capsys.readouterr().err


def test_migrate_copies_first_and_says_when_there_is_nothing_to_do(
    folder: Path, begun: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["migrate"]) == 0
    assert "redan aktuell" in capsys.readouterr().out
    from walkapp.storage import migrations

    extra = ("CREATE TABLE more (id TEXT PRIMARY KEY){strict}",)
    step = ("one more", extra, {"sqlite": (), "postgres": ()})
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    assert cli.main(["migrate"]) == 0
    told = capsys.readouterr().out
    assert "one more" in told
    (copy,) = folder.glob("walkapp.before-*.db")
    assert str(copy) in told
    with sqlite3.connect(copy) as old:
        assert old.execute("SELECT count(*) FROM people").fetchone() == (1,)
        steps = len(migrations.STEPS) - 1
        assert old.execute("SELECT count(*) FROM schema_steps").fetchone() == (steps,)
    old.close()


def test_sweep_takes_what_is_past_its_time(begun: str, capsys: pytest.CaptureFixture[str]) -> None:
    old = "2026-01-01T00:00:00Z"
    with opened() as db:
        (admin,) = people.all(db)
        people.invite(db, admin.id, old)
        rows_of_old = {
            "sessions": ("id_hash, person_id, created_at, seen_at, label", "'a', :id, :o, :o, ''"),
            "devices": ("id, token_hash, created_at, expires_at", "'d', 'h', :o, :o"),
            "attempts": ("id, kind, key, at", "'t', 'k', 'k', :o"),
            "delays": ("key, failures, last_at", "'k', 3, :o"),
        }
        for table, (names, values) in rows_of_old.items():
            db.execute(
                f"INSERT INTO {table} ({names}) VALUES ({values})", {"id": admin.id, "o": old}
            )
    assert cli.main(["sweep"]) == 0
    assert "Borttaget: 5" in capsys.readouterr().out
    assert cli.main(["sweep"]) == 0
    assert "Borttaget: 0" in capsys.readouterr().out


def test_work_needs_a_mail_server_and_sends_what_waits(
    begun: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["work", "--once"]) == 2
    assert "WALKAPP_SMTP" in capsys.readouterr().err
    with opened() as db:
        (admin,) = people.all(db)
        mail = Mail(new_id(), "2026-01-01T00:00:00Z", "digest", "person", admin.id, "", next_at="")
        outbox.put(db, mail)
    assert cli.main(["doctor"]) == 1
    assert "WALKAPP_SMTP är inte satt" in capsys.readouterr().out
    monkeypatch.setenv("WALKAPP_SMTP", "smtp+plain://127.0.0.1:9")
    monkeypatch.setenv("WALKAPP_MAIL_FROM", "trygghet@flen.example")
    assert cli.main(["doctor"]) == 1
    assert "1 brev har väntat i över en timme" in capsys.readouterr().out
    assert cli.main(["work", "--once"]) == 0  # there was nothing to tell, so nobody was rung up
    assert cli.main(["doctor"]) == 0


def test_verify_finds_a_changed_history_and_a_lost_photo(
    begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify"]) == 0
    with opened() as db:
        db.execute("UPDATE events SET kind = 'nothing happened'")
        db.execute(
            "INSERT INTO photos (photo_id, kind, sha256, bytes, signature, received_at, state,"
            " problem, tries, alt_text, review, version) VALUES ('p', 'before', 'abc', 1, 'jpeg',"
            " '', 'received', '', 0, '', 'received', 1)"
        )
    assert cli.main(["verify"]) == 1
    told = capsys.readouterr().out
    assert "Historiken är ändrad från rad 1." in told and "Bild p:" in told


def test_doctor_notices_settings_that_others_can_read(
    folder: Path, begun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor"]) == 0
    assert "Allt ser bra ut." in capsys.readouterr().out
    (folder / "settings.toml").chmod(0o644)
    assert cli.main(["doctor"]) == 1
    assert "chmod 600" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["serve", "--port", "x"], ["add-person", "A", "b", "--role", "king"]]
)
def test_what_is_not_a_command_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def answered(port: int, path: str) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def test_serve_answers_on_the_port_of_the_environment_and_stops_when_told(begun: str) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "walkapp.cli", "serve"],
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout and f":{port}" in server.stdout.readline()
        for _ in range(50):
            try:
                assert answered(port, "/healthz") == {"status": "ok"}
                break
            except OSError:
                time.sleep(0.1)
        assert answered(port, "/readyz")["status"] == "ok"
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()
        assert server.stdout
        server.stdout.close()


def test_a_taken_port_is_a_sentence(begun: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "walkapp.cli", "serve", "--port"]
        port = str(taken.getsockname()[1])
        ended = subprocess.run([*command, port], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("walkapp serve:")
    assert "Traceback" not in ended.stderr
