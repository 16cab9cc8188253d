"""What the operator decides, and what is refused with its name."""

from pathlib import Path

import pytest

from walkapp.settings import BadSetting, Settings, load

KEY = "k" * 32


def given(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"WALKAPP_DATA": str(tmp_path), "WALKAPP_SECRET_KEY": KEY, **more}


def test_a_folder_and_a_key_are_enough(tmp_path: Path) -> None:
    settings = load(given(tmp_path))
    assert settings == Settings(
        data=tmp_path,
        database=str(tmp_path / "walkapp.db"),
        photos=tmp_path / "photos",
        secret_key=KEY,
    )
    assert not settings.secure and settings.trusted_proxies == 0


def test_the_file_speaks_and_the_environment_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        f'secret_key = "{KEY}"\nthreads = 4\ntiles = "a.geojson"'
    )
    environ = {"WALKAPP_DATA": str(tmp_path), "WALKAPP_THREADS": "8"}
    settings = load(environ)
    assert (settings.threads, settings.tiles) == (8, "a.geojson")


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    environ = {"WALKAPP_DATA": str(tmp_path), "WALKAPP_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert load(environ).secret_key == KEY


@pytest.mark.parametrize(
    ("address", "kept", "secure"),
    [
        ("https://flen.example/", "https://flen.example", True),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000", False),
    ],
)
def test_an_https_address_makes_cookies_secure(
    tmp_path: Path, address: str, kept: str, secure: bool
) -> None:
    settings = load(given(tmp_path, WALKAPP_BASE_URL=address))
    assert (settings.base_url, settings.secure) == (kept, secure)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"WALKAPP_THREDS": "4"}, "WALKAPP_THREDS"),
        ({"WALKAPP_THREADS": "many"}, "WALKAPP_THREADS"),
        ({"WALKAPP_THREADS": "0"}, "WALKAPP_THREADS"),
        ({"WALKAPP_THREADS": "65"}, "WALKAPP_THREADS"),
        ({"WALKAPP_THREADS": "²"}, "WALKAPP_THREADS"),
        ({"WALKAPP_TRUSTED_PROXIES": "-1"}, "WALKAPP_TRUSTED_PROXIES"),
        ({"WALKAPP_TRUSTED_PROXIES": "6"}, "WALKAPP_TRUSTED_PROXIES"),
        ({"WALKAPP_BASE_URL": "flen.example"}, "WALKAPP_BASE_URL"),
        ({"WALKAPP_SECRET_KEY": ""}, "WALKAPP_SECRET_KEY"),
        ({"WALKAPP_SECRET_KEY": "short"}, "WALKAPP_SECRET_KEY"),
        ({"WALKAPP_TILES_FILE": "/no/such/file"}, "WALKAPP_TILES_FILE"),
        ({"WALKAPP_SMTP": "post.flen.example"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "http://post.flen.example"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp://"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp://post.flen.example:99999"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp://post.flen.example/box"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp://namn@post.flen.example"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp+plain://a:b@post.flen.example"}, "WALKAPP_SMTP"),
        ({"WALKAPP_SMTP": "smtp://post.flen.example"}, "WALKAPP_MAIL_FROM"),
        ({"WALKAPP_MAIL_FROM": "Flens kommun"}, "WALKAPP_MAIL_FROM"),
        ({"WALKAPP_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "WALKAPP_MAIL_FROM"),
    ],
)
def test_an_unknown_or_odd_setting_is_refused_by_name(
    tmp_path: Path, more: dict[str, str], name: str
) -> None:
    with pytest.raises(BadSetting, match=name):
        load(given(tmp_path, **more))


@pytest.mark.parametrize("text", ["secret_key = ", 'threds = "4"', "\x00"])
def test_an_odd_settings_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(BadSetting):
        load(given(tmp_path))


def test_without_a_key_the_sentence_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="walkapp init"):
        load({"WALKAPP_DATA": str(tmp_path)})


def test_a_mail_server_and_its_sender(tmp_path: Path) -> None:
    address = "smtps://walkapp:h%40mligt@post.flen.example"
    settings = load(
        given(tmp_path, WALKAPP_SMTP=address, WALKAPP_MAIL_FROM="trygghet@flen.example")
    )
    assert (settings.smtp, settings.mail_from) == (address, "trygghet@flen.example")
    assert "mligt" not in repr(settings)


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    assert load(given(tmp_path, PORT="x", WALK="y")).threads == 16
