"""Every scene there is: who draws it, in what light, and what it shows, said in one line."""

from collections.abc import Callable
from dataclasses import dataclass

from .picture import Picture
from .scenes_green import hedge_path, lakeside, thicket
from .scenes_light import lamp_path, street_lamps
from .scenes_path import fence, potholes, sign
from .scenes_play import playground
from .scenes_shelter import bus_shelter
from .scenes_square import square
from .scenes_station import platform
from .scenes_steps import stairs
from .scenes_street import crossing, kerb
from .scenes_things import bench, bin_full, recycling
from .scenes_tunnel import bicycle_room, underpass
from .scenes_wall import cabinet, wall_graffiti

DAY = ("overcast", "clear", "golden")
EVENING = ("golden", "dusk", "blue")
DARK = ("dusk", "blue", "night")
ANY = ("overcast", "clear", "golden", "dusk", "blue")


@dataclass(frozen=True)
class Scene:
    """A place that can be drawn before and after; `before` and `after` are its alt texts.

    `horizon` is a share of the height, `eye` the height of the camera in metres.
    """

    paint: Callable[[Picture, bool], None]
    moods: tuple[str, ...]
    before: str
    after: str
    horizon: float = 0.45
    eye: float = 1.6


SCENES: dict[str, Scene] = {
    "lamp_path": Scene(
        lamp_path,
        DARK,
        "Mörk gångväg i en park, de närmaste lyktorna är släckta.",
        "Samma gångväg med alla lyktor tända.",
    ),
    "street_lamps": Scene(
        street_lamps,
        DARK,
        "Bostadsgata i skymning där tre gatlyktor i rad är släckta.",
        "Samma gata med alla gatlyktor tända.",
    ),
    "underpass": Scene(
        underpass,
        ("overcast", "dusk", "blue"),
        "Mörk gångtunnel under järnvägen med klotter på väggarna.",
        "Samma gångtunnel, målad ljus och upplyst hela vägen.",
    ),
    "wall_graffiti": Scene(
        wall_graffiti,
        ("overcast", "golden", "dusk", "blue"),
        "Tegelvägg längs en gångväg, täckt av klotter.",
        "Samma tegelvägg, ren.",
    ),
    "cabinet": Scene(
        cabinet,
        ANY,
        "Två elskåp vid en häck, nedklottrade.",
        "Samma elskåp, rena.",
    ),
    "bus_shelter": Scene(
        bus_shelter,
        EVENING,
        "Busskur med en krossad ruta och glas på marken.",
        "Samma busskur med hela rutor.",
    ),
    "hedge_path": Scene(
        hedge_path,
        ("overcast", "clear", "golden", "dusk"),
        "Gångväg som nästan försvinner mellan höga vildvuxna häckar.",
        "Samma gångväg, häckarna är klippta så att man ser långt.",
    ),
    "thicket": Scene(
        thicket,
        ANY,
        "Cykelväg med tätt sly på båda sidor.",
        "Samma cykelväg, slyet är röjt och sikten fri.",
    ),
    "lakeside": Scene(
        lakeside,
        EVENING,
        "Bänk och brygga vid sjön, lyktorna är släckta.",
        "Bänk och brygga vid sjön, lyktorna lyser.",
    ),
    "bench": Scene(
        bench,
        ANY,
        "Trasig parkbänk med brädor på marken.",
        "Ny parkbänk på samma plats.",
    ),
    "bin_full": Scene(
        bin_full,
        ("overcast", "clear", "golden", "dusk"),
        "Överfull papperskorg med påsar och skräp på marken.",
        "Samma papperskorg, tömd och städat runt om.",
    ),
    "recycling": Scene(
        recycling,
        ANY,
        "Återvinningsstation med en dumpad soffa, säckar och kartonger.",
        "Samma återvinningsstation, städad.",
    ),
    "potholes": Scene(
        potholes,
        ANY,
        "Gång- och cykelväg med djupa hål, sprickor och vattenpölar.",
        "Samma väg med ny slät asfalt och målad mittlinje.",
        horizon=0.34,
        eye=1.5,
    ),
    "sign": Scene(
        sign,
        ANY,
        "Vägskäl i en park där skylten saknas på stolpen.",
        "Samma vägskäl med en skylt som visar vägen till tåget.",
    ),
    "fence": Scene(
        fence,
        ("overcast", "clear", "golden", "dusk"),
        "Byggstaket tvärs över gångvägen.",
        "Samma gångväg, öppen och nyasfalterad.",
    ),
    "stairs": Scene(
        stairs,
        ("overcast", "clear", "golden", "dusk"),
        "Utomhustrappa utan räcke och utan markerade steg.",
        "Samma trappa med räcken och ljusa kanter på stegen.",
    ),
    "crossing": Scene(
        crossing,
        ("overcast", "clear", "dusk", "blue"),
        "Övergångsställe som skyms av parkerade bilar.",
        "Samma övergångsställe, fritt från bilar, nymålat och skyltat.",
    ),
    "kerb": Scene(
        kerb,
        ("overcast", "clear", "golden", "blue"),
        "Hög trottoarkant vid ett övergångsställe.",
        "Samma plats med sänkt kant och en ljus kännbar platta.",
        horizon=0.3,
        eye=1.25,
    ),
    "platform": Scene(
        platform,
        EVENING,
        "Perrong där lamporna under taket är släckta och klockan står.",
        "Samma perrong, upplyst, med klocka som går och ett tåg på väg in.",
    ),
    "bicycle_room": Scene(
        bicycle_room,
        ("overcast", "dusk", "blue"),
        "Mörkt cykelrum med klotter och omkullfallna cyklar.",
        "Samma cykelrum, ljust målat och upplyst.",
    ),
    "square": Scene(
        square,
        EVENING,
        "Torget på kvällen, nästan tomt på ljus.",
        "Torget med tända lyktor, ljusslingor och upplysta fönster.",
    ),
    "playground": Scene(
        playground,
        DAY,
        "Lekplats där kedjan till en gunga har lossnat.",
        "Samma lekplats med två hela gungor.",
    ),
}
