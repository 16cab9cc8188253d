"""The promises of a published version, as parts of a document."""

from collections.abc import Iterator, Sequence

from ...domain.promises import Account, Measured
from ...domain.promises.pages import Aim
from ...domain.promises.parts import Block, Bullet
from ...domain.reports import Sentence, joined
from ...files.document import Bullets, Heading, Paragraph, Part, Table
from . import own
from .edition import Edition
from .swedish import day

WALK_COUNTS = ("Deltagare", "Iakttagelser", "Punkter", "Åtgärdade")


def promises(edition: Edition) -> Iterator[Part]:
    """What was promised, done and measured, as it was frozen; nothing for a walk."""
    for number, account in enumerate(edition.accounts):
        # The editor's texts are about the first of several.
        said = own.texts(edition) if number == 0 else {}
        yield from _goals(account, said.get("goal", ""))
        for owner, part in zip(("police", "municipality"), account.parts, strict=True):
            if part.blocks:
                yield Heading(part.heading, 2)
                yield from _own(said.get(owner, ""))
                for block in part.blocks:
                    yield from _block(block)
        yield from _kept(account, said.get("kept", ""))
        yield from _walks(account)
        yield from _measured(account.measured, said.get("measured", ""))


def _own(text: str) -> Iterator[Part]:
    if text:
        yield Paragraph(text)


def _goals(account: Account, text: str) -> Iterator[Part]:
    yield Heading("Mål och platser", 2)
    yield from _own(text)
    for aim in account.aims:
        yield from _aim(aim)
    yield Paragraph(str(account.lead))
    if account.signed_on:
        yield Paragraph(f"Undertecknat den {day(account.signed_on)}.", "small")


def _aim(aim: Aim) -> Iterator[Part]:
    yield Paragraph(_said(aim.said), "lead")
    if aim.places:
        yield Bullets([place[:1].upper() + place[1:] for place in aim.places])
    if aim.background:
        yield Heading("Lägesbild", 3)
        yield Paragraph(aim.background)
    if aim.commitments:
        yield Heading("Det här lovades för målet", 3)
        yield Bullets(aim.commitments)


def _block(block: Block) -> Iterator[Part]:
    if block.heading:
        yield Heading(block.heading, 3)
    yield Bullets([_bullet(bullet) for bullet in block.bullets])


def _bullet(bullet: Bullet) -> str:
    said = _said(bullet.said)
    marker = f" ({bullet.marker})" if bullet.marker else ""
    return f"{said}{marker}" + (f" {bullet.document}" if bullet.document else "")


def _kept(account: Account, text: str) -> Iterator[Part]:
    if not account.rows:
        return
    yield Heading("Löften och resultat", 2)
    yield from _own(text)
    header = ("Löfte", "Vem ansvarar", "Mål", "Resultat", "Omdöme")
    rows = [
        (
            ". ".join(word for word in (row.heading, row.text) if word),
            row.owner,
            str(row.target),
            str(row.result),
            ". ".join(word for word in (row.verdict, row.comment) if word),
        )
        for row in account.rows
    ]
    yield Table("Löften och resultat", header, rows, words=header[1:])


def _walks(account: Account) -> Iterator[Part]:
    if not account.walks:
        return
    yield Heading("Trygghetsvandringar", 2)
    header = ("Dag", "Område", "Form", "Ljus", *WALK_COUNTS)
    rows = [
        (
            day(walk.day).replace(" ", "\u00a0"),  # whole in a narrow column
            walk.where or "–",
            walk.form or "–",
            ", ".join(filter(None, (walk.light, walk.weather))) or "–",
            "–" if walk.participants is None else str(walk.participants),
            str(walk.issues),
            str(walk.fixes),
            str(walk.fixed),
        )
        for walk in account.walks
    ]
    yield Table("Trygghetsvandringar", header, rows, words=("Område", "Form", "Ljus"))
    for walk in account.walks:
        if walk.groups:
            groups = joined([f"{n} {group}" for group, n in walk.groups])
            yield Paragraph(f"Av dem som gick den {day(walk.day)} var {groups}.", "small")


def _measured(measured: Sequence[Measured], text: str) -> Iterator[Part]:
    if measured:
        yield Heading("Mätvärden", 2)
        yield from _own(text)
    for one in measured:
        yield Paragraph(_said(one.said))
        source = f"{one.source} ({one.note})" if one.note else one.source
        header = ("Mätvärde", *(year for year, _ in one.values), "Förändring", "Källa")
        row = (one.name, *(value for _, value in one.values), one.change, source)
        yield Table(one.name, header, [row], words=("Källa",))
        unit = f"Enhet: {one.unit}." if one.unit else ""
        about = (unit, one.definition, one.wanted, one.caveat)
        yield Paragraph(" ".join(words for words in about if words), "small")


def _said(sentences: Sequence[Sentence]) -> str:
    return " ".join(str(sentence) for sentence in sentences)
