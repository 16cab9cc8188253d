"""What each of the owners has done, under the headings of what was promised."""

from dataclasses import dataclass

from ..errors import N_
from ..reports.sentences import Sentence, figures, headline, walked
from ..reports.values import Summary
from .sentences import marker, told
from .values import Activity, Book


@dataclass(frozen=True)
class Bullet:
    """What was done once, with how it stands and where to read more.

    `link` leads on to the `walks` or to the `points` that came of them.
    """

    said: tuple[Sentence, ...]
    marker: Sentence | None = None
    document: str = ""
    link: str = ""


@dataclass(frozen=True)
class Block:
    """Bullets under a commitment's heading, or under none."""

    heading: str
    bullets: tuple[Bullet, ...]


@dataclass(frozen=True)
class Part:
    """All that one of the owners has done."""

    heading: str
    blocks: tuple[Block, ...]


HEADINGS = {
    "police": N_("Det här har polisen gjort"),
    "municipality": N_("Det här har kommunen gjort"),
}


def part(
    book: Book, owner: str, summary: Summary, *, areas: dict[str, str], known: set[str]
) -> Part:
    """Under the headings of its commitments. `known` are abbreviations spelled out before."""
    mine = [a for a in book.activities if a.public and a.owner in (owner, "joint")]
    kept = [c for c in book.commitments if c.owner in (owner, "joint")]
    ids = {commitment.id for commitment in kept}
    walks = _of_walks(summary, promised=any(c.of_walks for c in kept))
    loose = [a for a in mine if a.commitment_id not in ids]
    blocks = [Block("", tuple(_bullet(a, areas, known) for a in loose))]
    if walks and not any(c.of_walks for c in kept):
        blocks.append(Block("", walks))
    for commitment in kept:
        done = [a for a in mine if a.commitment_id == commitment.id]
        told_here = tuple(_bullet(a, areas, known) for a in done)
        if commitment.of_walks:
            told_here, walks = (*walks, *told_here), ()
        blocks.append(Block(commitment.heading, told_here))
    return Part(HEADINGS[owner], tuple(block for block in blocks if block.bullets))


def _bullet(activity: Activity, areas: dict[str, str], known: set[str]) -> Bullet:
    return Bullet(tuple(told(activity, areas, known)), marker(activity), activity.document)


def _of_walks(summary: Summary, *, promised: bool) -> tuple[Bullet, ...]:
    """The walks, told under both owners; what came of them stands where it was promised."""
    walk = walked(summary)
    if not walk:
        return ()
    found = [Bullet((walk,), link="walks")]
    done, counted = headline(summary), figures(summary)
    if promised and done:
        found.append(Bullet(tuple(done), link="points"))
    if promised and counted:
        found.append(Bullet((_listed(counted),)))
    return tuple(found)


def _listed(sentences: list[Sentence]) -> Sentence:
    named: dict[str, object] = {f"part{n}": said for n, said in enumerate(sentences)}
    return Sentence(", ".join(f"%({name})s" for name in named) + ".", values=named)
