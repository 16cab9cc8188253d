"""A published version as a document, in the order of the page: for PDF and for Word."""

from collections.abc import Iterator
from itertools import groupby

from ...domain import reports as rules
from ...domain.categories import CATEGORIES
from ...domain.reports import PARTS, PublicFix, PublicPhoto
from ...domain.reports.open_data import beside_earlier, counted, times
from ...files.document import (
    Document,
    Heading,
    Paragraph,
    Part,
    Picture,
    Pictures,
    Table,
)
from . import own
from .edition import Edition
from .paper_promises import promises
from .swedish import day, status
from .told import alternative, time

# So many points are printed with their words; a file of thousands of pages is nobody's.
MOST_POINTS = 500
COUNTED_ONCE = "Varje punkt räknas en gång, i ett av sex utfall. Dubbletter räknas inte."
CONFIRMED = (
    "Åtgärdat betyder att någon annan än utföraren har kontrollerat på plats, om inget annat står."
)
TAKEN_AWAY_SINCE = (
    "Borttagna punkter sedan den här versionen publicerades: {}. Siffrorna är kvar som de var."
)
NO_CAUSE = (
    "Båda räknas som de stod samma dag. Den förra har haft längre tid på sig, och skillnaden säger"
    " inte vad den beror på. Mått med färre än fem punkter visas inte."
)


def document(edition: Edition) -> Document:
    """Everything the page says, and which version it is."""
    report = edition.report
    return Document(
        title=report.title,
        author=edition.publisher,
        about=f"Version {report.published_version}, {edition.address}",
        language="sv-SE",
        made_at=str(report.published_at),
        parts=[
            *_top(edition),
            *own.board(edition),
            *promises(edition),
            *_figures(edition),
            *_points(edition),
            *own.what_next(edition),
            *own.versions(edition),
        ],
    )


def _top(edition: Edition) -> Iterator[Part]:
    report, summary = edition.report, edition.summary
    yield Heading(report.title, 1)
    published = f"Publicerad {day(report.published_at)}, version {report.published_version}"
    yield Paragraph(f"{edition.publisher}. {published}. {edition.address}", "small")
    said = " ".join(str(sentence) for sentence in rules.headline(summary))
    if said:
        yield Paragraph(said, "lead")
    walked = rules.walked(summary)
    if walked:
        yield Paragraph(str(walked))
    who = " ".join(str(sentence) for sentence in rules.who(summary))
    if who:
        yield Paragraph(who, "small")
    figures = ", ".join(str(sentence) for sentence in rules.figures(summary))
    if figures:
        yield Paragraph(f"{figures}.")
    if edition.note:
        yield Paragraph(f"Rättat sedan förra versionen: {edition.note}")
    if report.lead:
        yield Paragraph(report.lead)


def _figures(edition: Edition) -> Iterator[Part]:
    summary = edition.summary
    yield Heading("Siffrorna", 2)
    rows = [(figure.name, str(figure.number)) for figure in counted(summary)]
    yield Table("Siffrorna", ("Vad", "Antal"), rows)
    if summary.by_category:
        yield Heading("Vad det gällde", 2)
        shown = [part for part in PARTS if summary.parts[part]]
        header = ("Kategori", *(PARTS[part] for part in shown), "Summa")
        lines = [
            (CATEGORIES[code].name, *(str(row[part]) for part in shown), str(sum(row.values())))
            for code, row in summary.by_category.items()
        ]
        yield Table("Kategorier och utfall", header, lines)
    yield Paragraph(f"{COUNTED_ONCE} {CONFIRMED}", "small")
    if edition.withdrawn.gone:
        yield Paragraph(TAKEN_AWAY_SINCE.format(len(edition.withdrawn.gone)), "small")
    yield from _times(edition)
    yield from _compared(edition)


def _times(edition: Edition) -> Iterator[Part]:
    spent = [(code, time(spread)) for code, spread in times(edition.summary)]
    if not spent:
        return
    yield Heading("Hur lång tid det tog", 2)
    header = ("Kategori", "Dagar i mitten", "Hälften mellan", "Antal")
    rows = [
        (
            CATEGORIES[code].name,
            str(one["mitten"]),
            f"{one['minst']}–{one['hogst']}",
            str(one["antal"]),
        )
        for code, one in spent
    ]
    yield Table("Dagar från vandring till åtgärd", header, rows)


def _compared(edition: Edition) -> Iterator[Part]:
    found, earlier = beside_earlier(edition.summary), edition.summary.earlier
    if not found or earlier is None:
        return
    yield Heading("Jämfört med gången innan", 2)
    rows = [
        (
            row.name,
            f"{round(row.before)} {row.unit} (av {row.before_of})",
            f"{round(row.now)} {row.unit} (av {row.now_of})",
        )
        for row in found
    ]
    header = ("Mått", earlier.title, edition.report.title)
    yield Table("Jämfört med gången innan", header, rows)
    yield Paragraph(NO_CAUSE, "small")


def _points(edition: Edition) -> Iterator[Part]:
    printed = edition.fixes[:MOST_POINTS]
    yield Heading("Alla punkter", 2)
    yield from own.words(edition, "points")
    if len(edition.fixes) > len(printed):
        yield Paragraph(
            f"Här står de första {len(printed)} av {len(edition.fixes)} punkter."
            f" Alla finns på {edition.address} och i filerna där."
        )
    for part, fixes in groupby(printed, key=lambda fix: fix.part):
        yield Heading(PARTS[part], 3)
        for fix in fixes:
            yield from _point(fix)


def _point(fix: PublicFix) -> Iterator[Part]:
    yield Heading(fix.title, 4)
    facts = (fix.number, CATEGORIES[fix.category].name, *fix.where)
    yield Paragraph(" · ".join(fact for fact in facts if fact), "small")
    if fix.withdrawn:
        return
    if fix.seen:
        yield Paragraph(fix.seen)
    yield Paragraph(status(fix))
    if fix.party and fix.part in ("fixed", "partly_fixed", "wont_fix"):
        yield Paragraph(f"Ansvarig: {fix.party}", "small")
    pictures = [_picture(fix, side, photo) for side, photo in _pair(fix)]
    if pictures:
        yield Pictures(pictures)


def _pair(fix: PublicFix) -> list[tuple[str, PublicPhoto]]:
    """The first picture of each side; the rest are on the page."""
    return [("före", one) for one in fix.before[:1]] + [("efter", one) for one in fix.after[:1]]


def _picture(fix: PublicFix, side: str, photo: PublicPhoto) -> Picture:
    taken = day(fix.walked_on if side == "före" else fix.done_on)
    caption = f"{side.capitalize()}, {taken}" if taken else side.capitalize()
    return Picture(f"photo-{photo.photo_id}", alternative(fix, side, photo), caption)
