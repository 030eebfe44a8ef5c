"""Invented testimonies for the benchmarks, any number of them, the same ones each time.

A small grammar puts a few hundred Spanish words and names together by chance. Nobody said or lived any of this; what is
wanted is the mix of sentence lengths, names, dates and numbers that testimonies have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

__all__ = ["LONGEST", "SHORTEST", "invent", "write_files"]

SHORTEST, LONGEST = 4, 40  # words of a sentence
PARAGRAPH = 5  # sentences

WORDS = {
    "woman": """Rosa Marta Ana Elena Carmen Lucía Teresa Gloria Blanca Silvia Reina Dolores Isabel Norma Mirna
        Sonia Emilia Irma Juana Tomasa""",
    "man": """José Carlos Miguel Pedro Juan Luis Manuel Mario Óscar Rafael Santos Julio Ernesto Francisco Rubén
        Tomás Andrés Héctor Ramón Nelson""",
    "surname": """Paz Menjívar Guardado Cruz Alas Orellana Rivera Portillo Escobar Ayala Mejía Serrano Ramos
        Cartagena Hernández Martínez Chávez Alvarenga Quintanilla Landaverde Henríquez Bonilla Ventura Sorto""",
    "place": """Apopa|Soyapango|Chalatenango|Suchitoto|Mejicanos|Ilopango|Usulután|San Vicente|Santa Ana|
        Sonsonate|Aguilares|Cojutepeque|San Salvador|Ahuachapán|Zacatecoluca|Ilobasco|Guazapa|Arcatao|Perquín|
        Berlín""",
    "month": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "count": "dos tres cuatro cinco seis siete nueve diez doce veinte treinta",
    "hour": "dos tres cuatro cinco seis siete ocho nueve diez once",
    "when": """ese día|esa noche|al amanecer|tres días después|antes de la cosecha|en la madrugada|un domingo|
        a mediodía|el {day} de {month} de {year}|el {day} de {month}|en {month} de {year}|
        a las {hour} de la mañana|a las {hour} de la noche|cuando terminó la misa|unas semanas más tarde|
        después del temblor|al principio del invierno|{count} meses después""",
    "where": """en {place}|cerca del río|frente a la iglesia|en la carretera|en el cuartel de {place}|
        en la entrada de la colonia|detrás de la escuela|junto al pozo|en el mercado de {place}|
        a la orilla de la milpa|en el penal de {place}|camino a {place}|en el cantón|en la parada de buses|
        en la oficina del juzgado de {place}|donde vivía {person}""",
    "how": """sin decir por qué|delante de los niños|con mucho miedo|durante {count} horas|
        por más de {number} días|en silencio|a gritos|sin ninguna orden|como si nada|bajo la lluvia|
        por segunda vez|con una lámpara en la mano|sin mirar a nadie|delante de {person}|a empujones|
        con los papeles en la mano""",
    "person": "{man} {surname}|{woman} {surname}|{man}|{woman}|{woman} {surname} {surname}|{man} {surname} {surname}",
    "one": """mi hermano|mi mamá|mi abuela|mi cuñado|el soldado|un vecino|la vecina|el juez|la abogada|
        el sargento {surname}|el teniente {surname}|don {man}|doña {woman}|{person}|{person}|el fiscal|
        la señora de la tienda|un guardia|mi papá|el maestro de la escuela|la madre de {person}|el padre {man}|
        una muchacha de {place}|el motorista del bus|la enfermera|el comandante|mi esposo|un hombre alto|
        el secretario del juzgado|mi compañera|el alcalde|un testigo""",
    "many": """los soldados|los policías|mis hijos|las vecinas|unos hombres de civil|los agentes|mis primos|
        las autoridades|los muchachos|{count} guardias|los familiares|los custodios|{person} y {person}|
        las mujeres del cantón|las maestras|los jornaleros|mis tíos de {place}|los del juzgado|los ancianos|
        los médicos del hospital|las otras madres""",
    "thing": """la puerta|los papeles|una carta|la cosecha|las fotografías|el expediente|los sacos de maíz|
        la denuncia|una mochila|la ropa|los documentos|el machete|la comida|una lista de nombres|el dinero|
        la llave|las medicinas|los zapatos""",
    "reason": """tenía miedo|no había transporte|la casa estaba vacía|alguien lo había denunciado|
        todos guardaban silencio|faltaba un documento|era día de pago|la carretera estaba cerrada|
        habían visto a {person}|nadie quería hablar|su nombre estaba en una lista|los niños tenían hambre|
        no quedaba agua|buscaban a {person}""",
    "told": """no sabía nada|volviera el lunes|preguntara por {person}|no había orden de captura|
        la audiencia era el {day} de {month}|todo estaba bien|buscara en {place}|
        ya lo habían trasladado a {place}|no firmara nada|faltaban {number} colones|
        el expediente tenía {number} páginas|nos fuéramos de ahí""",
}
# A verb for one, the same for many, and what follows it.
ACTIONS = """llegó/llegaron/{where}|entró/entraron/a la casa|salió/salieron/con {thing}|
    se llevó/se llevaron/a {person}|se llevó/se llevaron/{thing}|preguntó/preguntaron/por {person}|
    golpeó/golpearon/a los niños|quemó/quemaron/{thing}|buscó/buscaron/{thing}|escondió/escondieron/{thing}|
    caminó/caminaron/toda la noche|esperó/esperaron/{where}|vio/vieron/a {person}|encontró/encontraron/{thing}|
    llamó/llamaron/a los vecinos|entregó/entregaron/{thing}|dijo/dijeron/que {told}|
    nos contó/nos contaron/que {told}|nos gritó/nos gritaron/desde el camión|firmó/firmaron/{thing}|
    perdió/perdieron/{thing}|cruzó/cruzaron/el río|declaró/declararon/{where}|
    reconoció/reconocieron/al detenido|recibió/recibieron/{thing}|regresó/regresaron/de {place}|
    pidió/pidieron/{number} colones|no quiso/no quisieron/declarar|vivió/vivieron/{count} años en {place}|
    sacó/sacaron/a {person} de la cama|no encontró/no encontraron/{thing}|apagó/apagaron/la luz|
    rompió/rompieron/la ventana|amarró/amarraron/a dos jóvenes|mató/mataron/la vaca y las gallinas|
    escuchó/escucharon/los disparos|se quedó/se quedaron/{where}|se fue/se fueron/de la casa|
    no durmió/no durmieron/nada"""
LINKS = """y después|pero|y|mientras|aunque al final|y a los {number} días|así que|y más tarde"""
PATTERNS = """{clause}|{clause}|{clause}|{when} {clause}|{when} {clause}|yo vi cuando {clause}|
    nos dijeron que {told}|me llamo {person} y nací en {place}|no supe nada de {person}|
    le pregunté a {one} por {thing}|todavía guardo {thing} {where}|{person} tenía {age} años|
    nadie sabe por qué {clause}|recuerdo que {when} {clause}|mi familia y yo vivíamos {where}|
    nunca volvimos a ver a {person}"""

_SLOT = re.compile(r"\{(\w+)\}")


def _options(text: str) -> list[str]:
    return [" ".join(option.split()) for option in (text.split("|") if "|" in text else text.split())]


class _Grammar:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 (nothing secret)
        self._lists = {name: _options(text) for name, text in WORDS.items()}
        self._lists["year"] = [str(year) for year in range(1979, 2023)]
        self._lists["day"] = [str(day) for day in range(2, 31)]
        self._lists["number"] = [str(number) for number in range(12, 900)]
        self._lists["age"] = [str(age) for age in range(15, 81)]
        self._actions = [action.split("/") for action in _options(ACTIONS)]
        self._links, self._patterns = _options(LINKS), _options(PATTERNS)

    def sentence(self) -> str:
        chance = self._random
        parts = [self._filled(chance.choice(self._patterns))]
        for link in chance.sample(self._links, chance.choice((0, 0, 0, 1, 1, 2, 3))):
            parts.append(("{}" if link == "y" else ",{}").format(f" {self._filled(link)} {self._clause()}"))
        if chance.random() < 0.15:
            parts.append(", porque " + self._filled(chance.choice(self._lists["reason"])))
        text = "".join(parts).replace(" a el ", " al ").replace(" de el ", " del ")
        return text[0].upper() + text[1:] + "."

    def _clause(self) -> str:
        chance = self._random
        one, many, rest = chance.choice(self._actions)
        text = f"{{one}} {one} {rest}" if chance.random() < 0.6 else f"{{many}} {many} {rest}"
        if chance.random() < 0.35:
            text += " {how}"
        if chance.random() < 0.25:
            text += " {where}"
        return self._filled(text)

    def _filled(self, text: str) -> str:
        while slot := _SLOT.search(text):
            name = slot[1]
            new = self._clause() if name == "clause" else self._random.choice(self._lists[name])
            text = text[: slot.start()] + new + text[slot.end() :]
        return text


def invent(
    number: int, *, sentences: tuple[int, int] = (20, 40), longest: int = LONGEST, seed: int = 1
) -> Iterator[list[str]]:
    """`number` lists of so many `sentences` each, all of them different and of `SHORTEST` to `longest` words."""
    grammar, counts, seen = _Grammar(seed), random.Random(seed), set()  # noqa: S311

    def fresh() -> Iterator[str]:
        while True:
            sentence = grammar.sentence()
            if sentence not in seen and SHORTEST <= len(sentence.split()) <= longest:
                seen.add(sentence)
                yield sentence

    endless = fresh()
    for _ in range(number):
        yield list(islice(endless, counts.randint(*sentences)))


def write_files(folder: Path, number: int, **options: object) -> None:
    """One text file a testimony, in paragraphs."""
    for count, sentences in enumerate(invent(number, **options)):  # type: ignore[arg-type]
        paragraphs = [" ".join(sentences[n : n + PARAGRAPH]) for n in range(0, len(sentences), PARAGRAPH)]
        (folder / f"{count:05}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
