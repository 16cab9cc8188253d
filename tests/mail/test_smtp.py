"""Handing in mail: real conversations with a real server, also when they go wrong."""

import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from tests.mail.server import Postman, listening
from walkapp import smtp

FROM, TO = "trygghet@flen.example", "drift@flen.example"


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = FROM, TO, "Lampan är släckt"
    mail.set_content("Gå och titta.\n")
    return mail


def plain(postman: Postman) -> smtp.Server:
    return smtp.parse(f"smtp+plain://127.0.0.1:{postman.port}")


@pytest.fixture
def postman() -> Iterator[Postman]:
    with listening(Postman()) as found:
        yield found


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return ca, file


@pytest.fixture
def certificate(authority: tuple[trustme.CA, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def test_a_mail_arrives(postman: Postman) -> None:
    smtp.send(plain(postman), a_mail(), FROM, TO)
    assert postman.readers == [TO]
    assert postman.mails[0]["Subject"] == "Lampan är släckt"


@pytest.mark.parametrize("reply", ["450 mailbox busy", "421 closing", "452 full"])
def test_a_refusal_for_now_is_tried_later(postman: Postman, reply: str) -> None:
    postman.to_reader = reply
    with pytest.raises(smtp.Later, match=reply[:3]):
        smtp.send(plain(postman), a_mail(), FROM, TO)


@pytest.mark.parametrize("where", ["to_reader", "to_data"])
def test_a_refusal_for_good_is_given_up(postman: Postman, where: str) -> None:
    setattr(postman, where, "550 no such mailbox")
    with pytest.raises(smtp.Never, match="550 no such mailbox"):
        smtp.send(plain(postman), a_mail(), FROM, TO)
    assert postman.mails == []


@pytest.mark.parametrize("where", ["to_reader", "to_data", "after_data"])
def test_a_conversation_cut_in_the_middle_is_tried_later(postman: Postman, where: str) -> None:
    setattr(postman, where, "cut")
    with pytest.raises(smtp.Later) as raised:
        smtp.send(plain(postman), a_mail(), FROM, TO)
    assert not isinstance(raised.value, smtp.Unreachable)


def test_nobody_there_is_unreachable() -> None:
    with listening(Postman()) as found:
        port = found.port
    with pytest.raises(smtp.Unreachable):
        smtp.send(smtp.parse(f"smtp+plain://127.0.0.1:{port}"), a_mail(), FROM, TO)


def test_starttls_with_a_password(
    certificate: ssl.SSLContext,
    authority: tuple[trustme.CA, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    with listening(Postman(), starttls=certificate) as postman:
        right = smtp.parse(f"smtp://walkapp:hemligt@localhost:{postman.port}")
        smtp.send(right, a_mail(), FROM, TO)
        assert postman.readers == [TO]
        wrong = smtp.parse(f"smtp://walkapp:fel@localhost:{postman.port}")
        with pytest.raises(smtp.Unreachable, match="535"):
            smtp.send(wrong, a_mail(), FROM, TO)


def test_tls_from_the_first_byte(
    certificate: ssl.SSLContext,
    authority: tuple[trustme.CA, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    with listening(Postman(), tls=certificate) as postman:
        smtp.send(smtp.parse(f"smtps://localhost:{postman.port}"), a_mail(), FROM, TO)
        assert postman.readers == [TO]


def test_a_certificate_nobody_knows_gets_no_mail(certificate: ssl.SSLContext) -> None:
    with listening(Postman(), starttls=certificate) as postman:
        with pytest.raises(smtp.Unreachable, match="certificate"):
            smtp.send(smtp.parse(f"smtp://localhost:{postman.port}"), a_mail(), FROM, TO)
        assert postman.mails == []


def test_a_server_without_tls_gets_no_mail_when_tls_was_asked_for(postman: Postman) -> None:
    with pytest.raises(smtp.Unreachable, match="STARTTLS"):
        smtp.send(smtp.parse(f"smtp://127.0.0.1:{postman.port}"), a_mail(), FROM, TO)
    assert postman.mails == []


def test_the_password_is_not_in_what_is_shown() -> None:
    server = smtp.parse("smtp://walkapp:h%40ml%3Aigt@post.example")
    assert (server.host, server.port, server.user) == ("post.example", 587, "walkapp")
    assert server.password == "h@ml:igt" and "igt" not in repr(server)
