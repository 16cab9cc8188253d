"""Pictures that a phone, its browser or its owner makes difficult: kept, said, sent as they are."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, Worker, expect

from tests.browser.faults.harness import PHOTO, Phone
from tests.storage import pictures
from walkapp.domain.photos import Photo

pytestmark = pytest.mark.browser

PREVIEW = ".preview"
NOT_READ = "Bilden gick inte att läsa. Ta gärna en ny."
TOO_LARGE = "Bilden är för stor att skicka. Den ligger kvar i telefonen."

# What follows is done to the page and to the worker beside it, whose canvas has another name.
CONTEXT = "(globalThis.CanvasRenderingContext2D || OffscreenCanvasRenderingContext2D).prototype"
# What an iPhone's canvas gives above 16 777 216 pixels: black, and no error.
OVERFULL = f"""() => {{
  const draw = {CONTEXT}.drawImage;
  {CONTEXT}.drawImage = function (...given) {{
    if (this.canvas.width > 100) return this.fillRect(0, 0, this.canvas.width, this.canvas.height);
    return draw.apply(this, given);
  }};
}}"""
NO_MEMORY = """() => {
  globalThis.createImageBitmap = async () => {
    throw new DOMException("The source image cannot be decoded.", "InvalidStateError");
  };
}"""
# Every canvas that something is drawn on, in pixels.
COUNTED = f"""() => {{
  globalThis.canvases = [];
  const draw = {CONTEXT}.drawImage;
  {CONTEXT}.drawImage = function (...given) {{
    globalThis.canvases.push(this.canvas.width * this.canvas.height);
    return draw.apply(this, given);
  }};
}}"""
NO_WORKER = "() => { delete window.Worker; }"  # asked for anew when the page is opened
PATHS = pytest.mark.parametrize("path", ["worker", "page"])


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def helper(phone: Phone) -> Worker:
    """The worker of the open panel."""
    phone.until(lambda: any("canvas.js" in it.url for it in phone.page.workers))
    (found,) = (it for it in phone.page.workers if "canvas.js" in it.url)
    return found


def hurt(phone: Phone, script: str, path: str) -> Page | Worker:
    """Do harm to what makes the pictures of the issue that is logged now, and give it.

    On the path "page" there is no worker, as before Safari 16.4.
    """
    if path == "page":
        phone.page.add_init_script(f"({NO_WORKER})()")
        phone.reload()
    phone.page.evaluate(script)
    phone.log()
    place = helper(phone) if path == "worker" else phone.page
    if place is not phone.page:
        place.evaluate(script)
    return place


def arrived(phone: Phone, photos: int = 1) -> None:
    """The pictures on the open card, and with them all of it, are received."""
    expect(phone.page.locator(f"{PREVIEW}[data-state='received']")).to_have_count(photos)
    phone.received()
    phone.all_sent()


def cleaned(phone: Phone) -> Photo:
    """The walk's one photo, when the server has opened it or given it up."""
    for _ in range(100):
        (found,) = phone.logged()
        (photo,) = found.photos
        if photo.state in ("clean", "failed"):
            return photo
        phone.page.wait_for_timeout(100)
    raise AssertionError(photo)


def sent_as_it_was(phone: Phone, original: Path) -> None:
    """The server has the file byte for byte."""
    assert phone.one(photos=1).photos[0].sha256 == hashlib.sha256(original.read_bytes()).hexdigest()


def test_fault_36_corrupt_or_zero_byte_photo(phone: Phone, tmp_path: Path) -> None:
    whole = pictures.jpeg(800, 600)
    broken = file(tmp_path, "trasig.jpg", whole[: len(whole) // 8] + bytes(200))
    phone.log()
    phone.photo(file(tmp_path, "tom.jpg", b""))
    expect(phone.page.locator("[data-photos-problem]")).to_have_text(NOT_READ)
    expect(phone.page.locator(PREVIEW)).to_have_count(0)
    phone.received()
    phone.photo(broken)
    arrived(phone)
    assert len(phone.asked(PHOTO)) == 1  # nothing was asked for the one without bytes
    sent_as_it_was(phone, broken)
    assert cleaned(phone).state == "failed"
    phone.done()
    phone.reload()
    expect(phone.row).to_contain_text("gick inte att öppna")


@PATHS
def test_fault_37_photo_of_24_to_200_megapixels(phone: Phone, tmp_path: Path, path: str) -> None:
    large = file(tmp_path, "24.jpg", pictures.jpeg(5712, 4284, quality=60))
    place = hurt(phone, COUNTED, path)
    phone.photo(large)
    arrived(phone)
    assert max(place.evaluate("canvases")) == 1600 * 1200  # never the whole picture
    if path == "worker":
        assert phone.page.evaluate("canvases") == []  # a thumb never waits for it
    assert phone.one(photos=1).photos[0].bytes < large.stat().st_size


@PATHS
def test_fault_37_photo_that_the_phone_cannot_open_goes_as_it_is(
    phone: Phone, tmp_path: Path, path: str
) -> None:
    huge = file(tmp_path, "200.png", pictures.bomb_png(16_320, 12_240))
    hurt(phone, NO_MEMORY, path)
    phone.photo(huge)
    arrived(phone)
    sent_as_it_was(phone, huge)
    assert (photo := cleaned(phone)).state == "failed"
    assert photo.problem == "too_many_pixels"


def test_fault_37_photo_beyond_the_servers_limit_is_kept(phone: Phone, tmp_path: Path) -> None:
    heavy = file(tmp_path, "200.jpg", pictures.jpeg(800, 600) + bytes(21 * 1024 * 1024))
    hurt(phone, NO_MEMORY, "worker")
    phone.photo(heavy)
    preview = phone.page.locator(PREVIEW)
    expect(preview).to_contain_text(TOO_LARGE)
    expect(preview).to_contain_text("Behöver hjälp")
    phone.done()
    phone.only_here(1)
    expect(phone.row).to_contain_text("Behöver hjälp")
    phone.reload()
    phone.told(TOO_LARGE)
    assert phone.asked(PHOTO) == []  # not carried through the forest to be refused
    assert phone.logged()[0].issue.category == "belysning"
    assert list(phone.pictures().values()) == [hashlib.sha256(heavy.read_bytes()).hexdigest()]


@PATHS
def test_fault_38_black_output_from_canvas(phone: Phone, snapshot: Path, path: str) -> None:
    hurt(phone, OVERFULL, path)
    phone.photo(snapshot)
    arrived(phone)
    sent_as_it_was(phone, snapshot)
    assert cleaned(phone).state == "clean"


def test_fault_38_the_page_makes_what_its_worker_could_not(phone: Phone, snapshot: Path) -> None:
    phone.log()
    helper(phone).evaluate(OVERFULL)
    phone.page.evaluate(COUNTED)
    phone.photo(snapshot)
    arrived(phone)
    assert phone.page.evaluate("canvases")
    (photo,) = phone.one(photos=1).photos
    assert photo.sha256 != hashlib.sha256(snapshot.read_bytes()).hexdigest()  # made small here


@PATHS
def test_fault_38_a_picture_of_the_dark_is_no_fault(
    phone: Phone, tmp_path: Path, path: str
) -> None:
    from PIL import Image

    dark = tmp_path / "natt.png"
    Image.effect_noise((1200, 900), 1).point(lambda level: 3).convert("RGB").save(dark)
    hurt(phone, COUNTED, path)
    phone.photo(dark)
    arrived(phone)
    assert phone.one(photos=1).photos[0].signature == "jpeg"  # made small as any other


def test_fault_39_heic_from_desktop_or_file_picker(phone: Phone, tmp_path: Path) -> None:
    heic = file(tmp_path, "IMG_2711.HEIC", pictures.heic(640, 480))
    phone.log()
    phone.page.set_input_files("#choose-photo", heic)
    arrived(phone)
    sent_as_it_was(phone, heic)
    assert cleaned(phone).state == "clean"
    phone.done()
    phone.reload()
    expect(phone.row.locator("img")).to_be_visible()  # the server's copy can be shown here


def test_fault_39_heic_that_nobody_can_open_is_kept_and_flagged(
    phone: Phone, tmp_path: Path
) -> None:
    whole = pictures.heic(640, 480)
    heic = file(tmp_path, "IMG_2712.HEIC", whole[: len(whole) // 2])
    phone.log()
    phone.page.set_input_files("#choose-photo", heic)
    arrived(phone)
    sent_as_it_was(phone, heic)
    assert cleaned(phone).state == "failed"
    phone.done()
    phone.reload()
    expect(phone.row).to_contain_text("Ta gärna en ny bild")


def test_fault_40_photo_without_gps(phone: Phone, snapshot: Path) -> None:
    assert b"GPS" not in snapshot.read_bytes()
    phone.log()
    phone.photo(snapshot)
    arrived(phone)
    expect(phone.page.locator("[data-photos-problem]")).to_be_hidden()
    issue = phone.one(photos=1).issue
    assert (issue.lat, issue.lon, issue.position_source) == (59.0582, 16.5885, "gps")


def test_fault_41_two_photos_with_the_same_file_name(phone: Phone, tmp_path: Path) -> None:
    phone.log()
    for seed in (1, 2):
        phone.photo(file(tmp_path / str(seed), "image.jpg", pictures.jpeg(640, 480, seed=seed)))
    arrived(phone, photos=2)
    first, second = phone.one(photos=2).photos
    assert first.photo_id != second.photo_id and first.sha256 != second.sha256
