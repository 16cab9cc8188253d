"""Stored passwords."""

from argon2 import PasswordHasher

from walkapp.storage import passwords


def test_only_the_right_password_fits() -> None:
    stored = passwords.hashed("vandra tryggt")
    assert stored.startswith("$argon2id$") and "vandra" not in stored
    assert passwords.fits(stored, "vandra tryggt")
    assert not passwords.fits(stored, "Vandra tryggt")
    assert not passwords.fits("something else", "vandra tryggt")


def test_nobody_has_a_password() -> None:
    assert not passwords.fits(None, "ingen har det här lösenordet")


def test_the_hash_of_nobody_takes_as_long_as_anybodys() -> None:
    assert not passwords.outdated(passwords._NOBODY)
    assert len(passwords._NOBODY) == len(passwords.hashed("vandra"))


def test_a_hash_of_older_strength_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("vandra")
    assert passwords.fits(weak, "vandra") and passwords.outdated(weak)
    assert not passwords.outdated(passwords.hashed("vandra"))
