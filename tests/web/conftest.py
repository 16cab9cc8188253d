"""The app on a fresh database of each engine, and ways to be somebody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from tests.cast import AT, a_walk
from walkapp import create_app, web
from walkapp.domain.people import Municipality, Person
from walkapp.domain.walks import Walk
from walkapp.settings import Settings
from walkapp.storage import devices, municipality, people, sessions, walks
from walkapp.storage.database import Database, Source
from walkapp.web import clock


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once and not for each test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def settings(tmp_path: Path, url: str) -> Settings:
    """Settings of a plain installation on loopback."""
    (tmp_path / "photos").mkdir(exist_ok=True)
    return Settings(data=tmp_path, database=url, photos=tmp_path / "photos", secret_key="s" * 40)


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, empty_file: Path, compiled: FileSystemBytecodeCache
) -> Flask:
    """The app, built once: its map of addresses takes longer than most tests."""
    folder = tmp_path_factory.mktemp("built")
    made = create_app(
        Settings(data=folder, database=str(empty_file), photos=folder, secret_key="s" * 40)
    )
    made.testing = True
    made.jinja_env.bytecode_cache = compiled
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def app(built: Flask, settings: Settings, source: Source, db: Database) -> Iterator[Flask]:
    """The app of an installation of its own, with a municipality in its database."""
    municipality.save(
        db, Municipality("Flens kommun", "Flen", "FLEN", danger_phone="0157-43 00 00")
    )
    extensions, config = dict(built.extensions), dict(built.config)
    web.install(built, settings, source)
    yield built
    for now, before in ((built.extensions, extensions), (built.config, config)):
        now.clear()
        now.update(before)


@dataclass
class Caller:
    """A browser with its cookies. Forms are sent with the token the page carried."""

    client: FlaskClient
    _known: tuple[object, str] = (None, "")

    def token(self) -> str:
        """A form token bound to this browser's session, from a page; another session, another."""
        if self._known[0] is None or self._known[0] != self._session():
            page = self.client.get("/privacy").get_data(as_text=True)
            token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
            self._known = (self._session(), token)
        return self._known[1]

    def _session(self) -> object:
        cookie = self.client.get_cookie("walkapp_form")
        return cookie and cookie.value

    def get(self, path: str, **given):  # type: ignore[no-untyped-def]
        return self.client.get(path, **given)

    def post(self, path: str, data: dict[str, object] | None = None, **given):  # type: ignore[no-untyped-def]
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **given)


@pytest.fixture
def caller(app: Flask) -> Callable[[], Caller]:
    """A fresh browser each time it is called; it prefers Swedish."""

    def make() -> Caller:
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv-SE"
        return Caller(client)

    return make


@pytest.fixture
def signed_in(caller: Callable[[], Caller], db: Database) -> Callable[[Person], Caller]:
    """A browser where this person is signed in (the person is added when new)."""

    def make(person: Person) -> Caller:
        if people.get(db, person.id) is None:
            people.add(db, person)
        browser = caller()
        token = sessions.open_session(db, person.id, clock.now())
        browser.client.set_cookie("walkapp_session", token)
        return browser

    return make


@pytest.fixture
def joined(caller: Callable[[], Caller], db: Database) -> Callable[[Walk], Caller]:
    """A phone that has joined this walk (the walk is added when new)."""

    def make(walk: Walk, name: str = "Bo") -> Caller:
        if walks.get(db, walk.id) is None:
            walks.add(db, walk)
        phone = caller()
        device, token = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
        devices.join(db, device.id, walk.id, name=name, at=clock.now())
        phone.client.set_cookie("walkapp_device", token)
        return phone

    return make


@pytest.fixture
def walk() -> Walk:
    """A walk that is on."""
    return a_walk()


@pytest.fixture
def phone(joined: Callable[[Walk], Caller], walk: Walk) -> Caller:
    """A phone in that walk."""
    return joined(walk)
