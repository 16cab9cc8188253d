"""Every sentence in every language, with its places and markup, and nothing left over."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "walkapp" / "translations").glob("*/LC_MESSAGES/messages.po"))
# Python's places, those the scripts fill in, and markup with its attributes.
_KEPT = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|<[^>]+>")
# Names of places, offices and laws stay as they are, and so do quoted words of the Swedish page.
_SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(?:och|inte|att|är|det|som|för|på|av|eller|en|ett)\b")
_QUOTED = re.compile("“[^”]*”")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The sentences as they stand in code and templates now."""
    path = tmp_path_factory.mktemp("translations") / "messages.pot"
    subprocess.run([ROOT / "scripts" / "translations", "--template", path], check=True)
    return read(path)


@pytest.fixture(scope="module", params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def path(request: pytest.FixtureRequest) -> Path:
    """A language's file."""
    return Path(request.param)


def test_every_sentence_is_translated(template: Catalog, path: Path) -> None:
    catalogue = read(path)
    missing = [message.id for message in messages(template) if not is_whole(catalogue, message)]
    advice = f"run `make translations`, then write the empty msgstr in {name(path)}"
    assert not missing, "\n".join([f"{advice}:", *map(str, missing)])


def test_no_translation_waits_to_be_read(path: Path) -> None:
    waiting = [str(message.id) for message in messages(read(path)) if message.fuzzy]
    advice = f"in {name(path)}, read the translation and take the word fuzzy away"
    assert not waiting, "\n".join([f"{advice}:", *waiting])


def test_no_translation_is_left_of_a_sentence_that_is_gone(template: Catalog, path: Path) -> None:
    catalogue = read(path)
    left = [str(m.id) for m in messages(catalogue) if m.id not in template]
    left += [str(message.id) for message in catalogue.obsolete.values()]
    assert not left, "\n".join([f"run `make translations`; {name(path)} still holds:", *left])


def test_places_and_markup_are_those_of_the_source(path: Path) -> None:
    differing = [
        f"{source!r} → {shown!r}"
        for message in messages(read(path))
        for source, shown in pairs(message)
        if kept(source) != kept(shown) or edges(source) != edges(shown)
    ]
    assert not differing, "\n".join(differing)


def test_the_english_is_in_english() -> None:
    [english] = [path for path in CATALOGUES if path.parent.parent.name == "en"]
    names = ("Storgatan", "Sveaparken", "Sveaparkens", "Resecentrum", "Flens kommun")
    swedish = [
        shown
        for message in messages(read(english))
        for _, shown in pairs(message)
        if _SWEDISH.search(re.sub("|".join(names), "", _QUOTED.sub("", shown)))
    ]
    assert not swedish, "\n".join(swedish)


def test_there_is_something_to_translate(template: Catalog) -> None:
    found = [message.id for message in messages(template)]
    assert len(found) > 1000
    # One of each way to mark: in a template, with markup, in domain, a pair in domain, in a form.
    assert "Hoppa till innehållet" in found
    assert "<strong>Demo.</strong> Påhittade uppgifter för att prova." in found
    assert "Sidan finns inte." in found
    assert ("%(n)s återstår", "%(n)s återstår") in found
    assert "Nytt lösenord" in found


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    yield from (message for message in catalogue if message.id)


def is_whole(catalogue: Catalog, wanted: Message) -> bool:
    """Whether it is there, of the same kind, with no form empty."""
    found = catalogue.get(wanted.id)
    return found is not None and found.id == wanted.id and all(s for _, s in pairs(found))


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Source and translation of each form; a language may have more forms than Swedish."""
    if isinstance(message.id, str):
        yield message.id, message.string
        return
    one, many = message.id
    yield from ((many if number else one, text) for number, text in enumerate(message.string))


def kept(text: str) -> Counter[str]:
    return Counter(_KEPT.findall(text))


def edges(text: str) -> tuple[bool, bool]:
    """Whether white space joins it to what stands before or after."""
    return text[:1].isspace(), text[-1:].isspace()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
