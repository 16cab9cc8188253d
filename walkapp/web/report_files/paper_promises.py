"""The promises of a published version, as parts of a document."""

from collections.abc import Iterator, Sequence

from ...domain.promises import Account, Measured
from ...domain.promises.pages import Block, Bullet
from ...domain.reports import Sentence
from ...files.document import Bullets, Heading, Paragraph, Part, Table
from .edition import Edition


def promises(edition: Edition) -> Iterator[Part]:
    """What was promised, done and measured, as it was frozen; nothing for a walk."""
    for account in edition.accounts:
        yield from _goal(account)
        for part in account.parts:
            if part.blocks:
                yield Heading(part.heading, 2)
                for block in part.blocks:
                    yield from _block(block)
        yield from _kept(account)
        yield from _measured(account.measured)


def _goal(account: Account) -> Iterator[Part]:
    yield Heading("Mål och platser", 2)
    yield Paragraph(str(account.goal), "lead")
    if account.places:
        yield Bullets([place[:1].upper() + place[1:] for place in account.places])
    yield Paragraph(str(account.lead))
    if account.background:
        yield Heading("Lägesbild", 3)
        yield Paragraph(account.background)


def _block(block: Block) -> Iterator[Part]:
    if block.heading:
        yield Heading(block.heading, 3)
    yield Bullets([_bullet(bullet) for bullet in block.bullets])


def _bullet(bullet: Bullet) -> str:
    said = _said(bullet.said)
    marker = f" ({bullet.marker})" if bullet.marker else ""
    return f"{said}{marker}" + (f" {bullet.document}" if bullet.document else "")


def _kept(account: Account) -> Iterator[Part]:
    if not account.rows:
        return
    yield Heading("Löften och resultat", 2)
    header = ("Löfte", "Vem ansvarar", "Mål", "Resultat", "Omdöme")
    rows = [
        (
            row.heading,
            row.owner,
            str(row.target),
            str(row.result),
            ". ".join(word for word in (row.verdict, row.comment) if word),
        )
        for row in account.rows
    ]
    yield Table("Löften och resultat", header, rows, numbers=False)


def _measured(measured: Sequence[Measured]) -> Iterator[Part]:
    if measured:
        yield Heading("Mätvärden", 2)
    for one in measured:
        yield Paragraph(_said(one.said))
        source = f"{one.source} ({one.note})" if one.note else one.source
        header = ("Mätvärde", *(year for year, _ in one.values), "Förändring", "Källa")
        row = (one.name, *(value for _, value in one.values), one.change, source)
        yield Table(one.name, header, [row])
        yield Paragraph(one.caveat, "small")


def _said(sentences: Sequence[Sentence]) -> str:
    return " ".join(str(sentence) for sentence in sentences)
