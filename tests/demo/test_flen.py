"""The founding page, sentence by sentence: what is entered gives every row of it by templates."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.demo.test_load import fill, found
from walkapp import create_app
from walkapp.domain import promises as rules
from walkapp.domain.promises import Account
from walkapp.domain.promises.parts import Bullet
from walkapp.settings import Settings
from walkapp.storage import (
    areas,
    database,
    municipality,
    promise_walks,
    promises,
    public_fixes,
    reports,
)
from walkapp.storage.database import Database

WHERE = "vid resecentrum, Sveaparken och centrum"
WALKED = f"Polisen och kommunen har genomfört en trygghetsvandring {WHERE} under våren."
HEADING = "Minska förekomsten av alkohol och narkotika"
FROM_WALKS = "Åtgärda det som framkommer vid trygghetsvandringar"
FROM_WALKS_AND_POLICE = (FROM_WALKS, "police")

# Number of the sentence -> what the page says, and under which headings.
ROWS: dict[int, tuple[str, str, str]] = {
    5: (
        "police",
        "Polisen har undervisat om ANDT (alkohol, narkotika, dopning och tobak) i skolan"
        " under 2016.",
        "",
    ),
    6: ("police", f"Polisen har arbetat riktat mot det öppna missbruket {WHERE}.", "Pågår"),
    7: ("police", WALKED, ""),
    8: (
        "police",
        f"Polisen har vid två tillfällen haft medborgardialog {WHERE} under 2016.",
        "",
    ),
    9: ("police", "Polisens volontärer har medverkat.", ""),
    10: (
        "police",
        "Polisen har ökat sin närvaro vid tågstationen när pendeltåget kommer, särskilt på"
        " kvällen.",
        "",
    ),
    11: ("police", f"Polisen har ökat sin närvaro med fotpatrull {WHERE} under 2016.", ""),
    15: (
        HEADING,
        "En drogförebyggande grupp har haft företrädare för polisen, socialtjänsten, skolan och"
        " fritiden.",
        "Pågår (hösten 2016)",
    ),
    17: (
        HEADING,
        "Kommunen har deltagit i projektet ”Rökfria skolgårdar”, som Länsstyrelsen leder."
        " Syftet är att få bättre tillsyn över att skolgårdar är rökfria, så som tobakslagen"
        " kräver.",
        "",
    ),
    18: (
        HEADING,
        "Barn-, utbildnings- och kulturnämnden har tagit fram ett uppdrag om en handlingsplan mot"
        " alkohol och narkotika under 2016.",
        "",
    ),
    19: (
        HEADING,
        "En grupp med företrädare för polisen och socialtjänstens utredningsgrupp har träffats"
        " löpande under året. Syftet är att rätt insatser ska nå dem som behöver dem. Målgruppen"
        " är personer och grupper som riskerar att hamna i missbruk.",
        "",
    ),
    20: (
        HEADING,
        "Socialförvaltningen har gett bidrag till och deltagit i ett samverkansprojekt tillsammans"
        " med Flens muslimska församling Al-Houda under 2016.",
        "",
    ),
    21: (
        HEADING,
        "Syftet är att minska utanförskap, missbruk, brottslighet och radikalisering. Målgruppen"
        " är ungdomar i Salstaområdet.",
        "",
    ),
    22: (
        HEADING,
        "Kommunen planerar ett avtal om partnerskap tillsammans med Fryshuset i Stockholm. Syftet"
        " är att unga själva ska starta aktiviteter och bygga broar mellan olika kulturer."
        " Målgruppen är ungdomar mellan 16 och 25 år.",
        "Planeras 2017",
    ),
    # That the partnership is against drugs: the heading it stands under says so.
    23: (HEADING, "Kommunen planerar ett avtal om partnerskap", "Planeras 2017"),
    24: (
        HEADING,
        "NOVA ung finns sedan 2015. Målgruppen är ungdomar som har ett missbruk eller riskerar"
        " att hamna där.",
        "",
    ),
    25: (
        HEADING,
        "Socialförvaltningen är ansvarig och samverkar med skolan och polisen.",
        "",
    ),
    26: (
        HEADING,
        "Här erbjuds behandlingssamtal, program mot droger och kriminalitet, stöd i familjen,"
        " praktik, coachning och ungdomstjänst.",
        "",
    ),
    27: (
        HEADING,
        "Kommunen planerar ett stödboende som alternativ till att placera ungdomar.",
        "Planeras 2017",
    ),
    29: (FROM_WALKS, WALKED, ""),
    30: (
        FROM_WALKS,
        "14 av 20 punkter är åtgärdade, 2 delvis, 2 återstår, 1 åtgärdas inte, 1 är hänvisad till"
        " annan part.",
        "",
    ),
    31: (
        FROM_WALKS,
        "Åtgärder har genomförts efter trygghetsvandring. Exempelvis har buskage huggits ner,"
        " klotter sanerats och lampor lagats.",
        "",
    ),
}


@pytest.fixture(scope="module")
def loaded(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("flen")
    file = folder / "walkapp.db"
    file.write_bytes(Path(empty_file).read_bytes())
    with closing(database.open_source(str(file)).connect()) as db:
        fill(db, folder / "photos")
        yield db


@pytest.fixture(scope="module")
def account(loaded: Database) -> Account:
    """The account as it was frozen with the published follow-up of the year."""
    report = found(reports.by_slug(loaded, "2016"))
    [kept] = json.loads(report.summary)["promises"]
    return rules.thawed(kept)


def bullets(account: Account, under: str) -> list[Bullet]:
    """Those of the police, or under one of the municipality's headings."""
    police, municipality_ = account.parts
    if under == "police":
        return [bullet for block in police.blocks for bullet in block.bullets]
    return [b for block in municipality_.blocks if block.heading == under for b in block.bullets]


def words(bullet: Bullet) -> str:
    return " ".join(map(str, bullet.said))


@pytest.mark.parametrize("row", ROWS)
def test_each_sentence_of_the_founding_page_is_made_from_data(account: Account, row: int) -> None:
    under, sentence, marker = ROWS[row]
    holding = [bullet for bullet in bullets(account, under) if sentence in words(bullet)]
    assert len(holding) == 1, [words(bullet) for bullet in bullets(account, under)]
    assert str(holding[0].marker or "") == marker


def test_nothing_is_said_that_is_no_row_of_it(account: Account) -> None:
    known = [sentence for _, sentence, _ in ROWS.values()]
    for part in account.parts:
        for block in part.blocks:
            for bullet in block.bullets:
                for said in bullet.said:
                    assert any(str(said) in sentence for sentence in known), str(said)


def test_the_heading_the_goal_and_the_places(account: Account) -> None:  # rows 1, 2 and 3
    assert str(account.title) == "Uppföljning av medborgarlöfte i Flen (demo) 2016"
    [aim] = account.aims
    assert " ".join(map(str, aim.said)) == (
        "Polisen och kommunens mål är att öka tryggheten och minska risken för att bli utsatt för"
        f" brott {WHERE}."
    )
    assert account.places == ("resecentrum", "Sveaparken", "centrum")
    assert str(account.lead) == (
        "Här sammanfattas fyra åtaganden, 13 insatser, 1 trygghetsvandring och 20 åtgärdspunkter."
    )


def test_the_parts_and_their_headings(account: Account) -> None:  # rows 4, 13, 14 and 28
    assert [part.heading for part in account.parts] == [
        "Det här har polisen gjort",
        "Det här har kommunen gjort",
    ]
    assert [block.heading for block in account.parts[1].blocks] == [HEADING, FROM_WALKS]


def test_each_promise_stands_beside_its_result(account: Account) -> None:
    assert [(str(row.target), str(row.result), row.verdict) for row in account.rows] == [
        ("Inget mål satt", "4 insatser", "Går inte att bedöma"),
        ("Minst 2 medborgardialoger", "2", "Uppfyllt"),
        ("Inget mål satt", "6 insatser", "Går inte att bedöma"),
        ("Inget mål satt", "1 trygghetsvandring", "Går inte att bedöma"),
    ]


def test_the_change_is_computed_from_numbers_that_are_told(account: Account) -> None:  # row 12
    [measured] = account.measured
    assert [str(said) for said in measured.said] == [
        f"Sammantaget har brottsligheten {WHERE} minskat med 4 % under 2016 jämfört med 2015."
    ]
    assert measured.values == (("2015", "350"), ("2016", "336"))
    assert (measured.change, measured.note) == ("−14 (−4 %)", "påhittade tal")
    assert measured.source == "Polisen" and "anmälda brott" in measured.caveat


def test_the_group_still_goes_on_and_the_plan_has_its_document(account: Account) -> None:  # 16, 18
    markers = [str(b.marker) for b in bullets(account, HEADING) if "drogförebyggande" in words(b)]
    assert markers == ["Pågår (hösten 2016)"]
    documents = [bullet.document for bullet in bullets(account, HEADING) if bullet.document]
    assert documents == ["https://flen.example/handlingsplan"]


def test_the_walk_and_what_came_of_it_lead_on(account: Account) -> None:  # rows 7 and 31
    links = {words(b): b.link for block in FROM_WALKS_AND_POLICE for b in bullets(account, block)}
    assert links[WALKED] == "walks"
    assert links[ROWS[31][1]] == "points"
    [walk] = account.walks
    assert (walk.day, walk.slug) == ("2016-04-20", "varvandringen-2016")
    assert {*walk.through} == {"Resecentrum", "Sveaparken", "Centrum"}
    assert (walk.participants, walk.issues, walk.fixes, walk.fixed) == (14, 28, 20, 14)
    assert (walk.form, walk.light) == ("Gemensam vandring", "skymning")
    assert walk.groups == (("kvinnor", 8), ("män", 6))


def test_every_row_is_accounted_for() -> None:
    elsewhere = {1, 2, 3, 4, 12, 13, 14, 16, 28}
    assert {*ROWS} | elsewhere == set(range(1, 32))


def test_what_is_frozen_is_what_the_data_says(loaded: Database, account: Account) -> None:
    report = found(reports.by_slug(loaded, "2016"))
    _, summary = public_fixes.gather(loaded, report)
    [promise] = promises.of_year(loaded, 2016)
    now = rules.account(
        promise_walks.with_walks(loaded, promises.book(loaded, promise)),
        summary,
        areas={area.id: area.name for area in areas.all(loaded)},
        place=municipality.get(loaded).name,
        year=2016,
    )
    assert now == account


def test_what_is_empty_is_a_gap(loaded: Database) -> None:
    [promise] = promises.of_year(loaded, 2016)
    _, summary = public_fixes.of_years(loaded, 2016, 2016)
    gaps = [str(gap) for gap in rules.gaps(promises.book(loaded, promise), summary)]
    assert gaps == [
        "Lägesbilden är tom.",
        "Ange gärna antal: Polisen har ökat sin närvaro vid tågstationen när pendeltåget kommer,"
        " särskilt på kvällen.",
        "Ange gärna antal: Polisen har ökat sin närvaro med fotpatrull under 2016.",
    ]


def test_the_public_page_shows_them_to_everybody(loaded: Database, tmp_path: Path) -> None:
    copy = tmp_path / "walkapp.db"
    loaded.execute("VACUUM INTO :copy", {"copy": str(copy)})
    source = database.open_source(str(copy))
    settings = Settings(
        data=tmp_path, database=str(copy), photos=tmp_path / "photos", secret_key="s" * 40
    )
    app = create_app(settings, source)
    swedish = {"Accept-Language": "sv"}
    page = app.test_client().get("/followup/2016", headers=swedish).get_data(as_text=True)
    for under, sentence, _ in ROWS.values():
        assert sentence in " ".join(page.split()), (under, sentence)
    assert '<a href="/followup/varvandringen-2016">Läs om vandringen</a>' in page
    assert '<a href="#list">Se alla punkter</a>' in page
    english = {"Accept-Language": "en"}
    page = app.test_client().get("/followup/2016", headers=english).get_data(as_text=True)
    assert "The police held a citizen dialogue" in page
    source.close()
