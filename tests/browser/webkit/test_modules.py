"""What WebKit and Firefox make of the walker's store, pictures and outbox, one module at a time."""

import base64
import io

import pytest
from PIL import Image

from tests.browser.webkit.conftest import modules
from tests.browser.webkit.driver import Engine
from tests.storage import pictures

pytestmark = [pytest.mark.browser, pytest.mark.webkit]

STORE = "const { Store } = await load('store'); const store = new Store();"
ROWS = """const rows = await store.read(["photos"], (tx) => tx.objectStore("photos").getAll());
  return [store.shut, ...rows.map((row) => [row.photo_id, ...new Uint8Array(row.bytes)])];"""
SHRINK = """if (arguments[2] === "page") delete window.Worker;
  const { drawImage } = CanvasRenderingContext2D.prototype;
  let here = 0;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    here += 1;
    return drawImage.apply(this, given);
  };
  const { shrink } = await load("shrink");
  const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
  const made = await shrink(new File([bytes], "image.jpg", { type: arguments[1] }));
  const letters = (it) => Array.from(new Uint8Array(it), (n) => String.fromCharCode(n));
  const text = (it) => it && btoa(letters(it).join(""));
  const [bytesOut, thumb] = [text(made.bytes), text(made.thumb)];
  return { type: made.type, raw: made.raw, bytes: bytesOut, thumb, here };"""
OUTBOX = f"""{STORE}
  const {{ Outbox }} = await load("outbox");
  const {{ Sender }} = await load("send");
  const {{ inTurn }} = await load("turn");
  const {{ issueLetter, photoLetter }} = await load("letters");
  const outbox = new Outbox(store);
  const sent = [];
  const answers = {{ yes: {{ kind: "received", receipt: {{ number: 7 }} }},
    no: {{ kind: "later", wait: null, network: true, sentence: "" }} }};
  const post = async (letter, body, held) => {{
    sent.push([letter.op, body.byteLength, held]);
    return answers[arguments[0]];
  }};
  const sender = new Sender({{ outbox, post, turn: (act) => inTurn(store, act) }});
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 200));"""


def shrunk(engine: Engine, data: bytes, kind: str = "image/jpeg", *, path: str = "worker") -> dict:
    made = engine.run(SHRINK, base64.b64encode(data).decode(), kind, path)
    return {**made, "bytes": base64.b64decode(made["bytes"])}


def test_rows_are_written_all_or_none_and_are_there_after_a_reload(engine: Engine) -> None:
    put = """tx.objectStore("photos").put({ photo_id, type: "image/jpeg",
        bytes: new Uint8Array([1, 2, 255]).buffer })"""
    told = engine.run(
        f"""{STORE}
        const put = (tx, photo_id) => {put};
        await store.write(["photos"], (tx) => put(tx, "kept"));
        const failed = await store.write(["issues", "photos"], async (tx) => {{
          await put(tx, "half");
          await tx.objectStore("issues").put({{ client_id: "half" }});
          throw new Error("stop");
        }}).catch((error) => error.message);
        const odd = await store.write(["issues", "photos"], async (tx) => {{
          await put(tx, "odd");
          await tx.objectStore("issues").put({{ without: "its key" }});
        }}).catch((error) => error.name);
        const issues = await store.read(["issues"], (tx) => tx.objectStore("issues").getAll());
        return [failed, odd, issues.length];"""
    )
    assert told == ["stop", "DataError", 0]
    assert engine.run(STORE + ROWS) == ["", ["kept", 1, 2, 255]]
    engine.reload()
    modules(engine)
    assert engine.run(STORE + ROWS) == ["", ["kept", 1, 2, 255]]


def test_a_database_that_was_closed_under_the_page_is_opened_again(engine: Engine) -> None:
    told = engine.run(
        f"""{STORE}
        const count = () => store.read(["meta"], (tx) => tx.objectStore("meta").count());
        await store.write(["meta"], (tx) => tx.objectStore("meta").put({{ name: "a" }}));
        const before = await count();
        await new Promise((resolve, reject) => {{
          const asked = indexedDB.deleteDatabase("walk"); // makes the page let go of it
          Object.assign(asked, {{ onsuccess: resolve, onerror: reject }});
        }});
        await store.write(["meta"], (tx) => tx.objectStore("meta").put({{ name: "b" }}));
        return [before, await count(), store.shut];"""
    )
    assert told == [1, 1, ""]


def test_a_newer_database_is_left_alone(engine: Engine) -> None:
    told = engine.run(
        f"""{STORE}
        await store.write(["meta"], (tx) => tx.objectStore("meta").put({{ name: "a" }}));
        const newer = await new Promise((resolve, reject) => {{
          const asked = indexedDB.open("walk", 99);
          Object.assign(asked, {{ onsuccess: () => resolve(asked.result), onerror: reject }});
        }});
        const kept = newer.objectStoreNames.contains("meta");
        newer.close();
        await store.read(["meta"], (tx) => tx.objectStore("meta").count());
        return [kept, store.shut];"""
    )
    assert told == [True, "newer"]


@pytest.mark.parametrize("path", ["worker", "page"])
def test_a_picture_becomes_an_upright_jpeg_of_1600_pixels_without_metadata(
    engine: Engine, path: str
) -> None:
    lying = pictures.jpeg(4032, 3024, orientation=6, gps=(59.058, 16.588))
    made = shrunk(engine, lying, path=path)
    assert (made["here"] > 0) is (path == "page")  # the page draws only where no worker can
    assert (made["type"], made["raw"]) == ("image/jpeg", False)
    with Image.open(io.BytesIO(made["bytes"])) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 1600))
        assert not image.getexif()
        # The camera lay on its side: what was left below is now left above.
        corners = [image.getpixel(at) for at in ((20, 20), (1180, 20), (20, 1580), (1180, 1580))]
    assert [name_of(corner) for corner in corners] == ["blue", "red", "yellow", "green"]
    with Image.open(io.BytesIO(base64.b64decode(made["thumb"]))) as thumb:
        assert (thumb.format, thumb.size) == ("JPEG", (120, 160))


@pytest.mark.parametrize("kind", ["image/heic", "image/jpeg", ""])
def test_what_cannot_be_opened_is_kept_as_it_is(engine: Engine, kind: str) -> None:
    data = b"\xff\xd8\xff no picture at all" * 100
    made = shrunk(engine, data, kind)
    assert (made["raw"], made["bytes"], made["thumb"]) == (True, data, None)
    assert made["type"] == (kind or "image/x-unknown")


def test_letters_wait_through_a_reload_and_go_once_words_first(engine: Engine) -> None:
    engine.run(
        f"""{OUTBOX}
        const issue = await issueLetter({{ walk_id: "w", client_id: "c", rev: 1, note: "å" }});
        const picture = {{ photo_id: "p", type: "image/jpeg", bytes: new ArrayBuffer(9000) }};
        const photo = await photoLetter("c", picture, "", "w");
        await store.write(["photos"], (tx) => tx.objectStore("photos").put(picture));
        await outbox.add([{{ ...photo, body: null }}, issue]);
        sender.kick();
        await quiet();""",
        "no",
    )
    engine.reload()
    modules(engine)
    told = engine.run(
        f"""{OUTBOX}
        const waiting = (await outbox.list()).map((it) => [it.op, it.attempts, it.trouble]).sort();
        await sender.retry();
        await quiet();
        return [waiting, sent, (await outbox.list()).length];""",
        "yes",
    )
    waiting, sent, left = told
    assert waiting == [["issue.put", 1, "network"], ["photo.put", 0, ""]]
    assert [(op, held) for op, _, held in sent] == [("issue.put", "0/1"), ("photo.put", "0/0")]
    assert sent[1][1] == 9000 and left == 0


def name_of(pixel: tuple[int, ...]) -> str:
    """The nearest of the scene's colours."""
    palette = {
        "red": (255, 0, 0),
        "green": (0, 128, 0),
        "blue": (0, 0, 255),
        "yellow": (255, 255, 0),
    }
    apart = {
        name: sum(abs(a - b) for a, b in zip(pixel, it, strict=True))
        for name, it in palette.items()
    }
    return min(apart, key=lambda name: apart[name])
