"""Makes the Word and PDF testimonies from the text below: `python -m examples.make` in the project's folder.

The people are invented; see README.md. The other formats are written by hand and edited in place.
"""

from datetime import datetime
from pathlib import Path

from examples.papers import Heading, Note, Table, write_docx, write_pdf

FOLDER = Path(__file__).parent / "testimonies"

HABEAS = (
    Heading("Nota de expediente: hábeas corpus a favor de tres detenidos de Apopa"),
    "**Elabora:** Licda. Noemí Paz Lemus, abogada colaboradora de Socorro Jurídico Humanitario. **Fecha:** "
    "viernes 24 de marzo de 2023.",
    "Esta nota resume el estado de los tres procesos que presenté por separado y que tienen un mismo origen: "
    "la detención de Josué Neftalí Guardado, Kevin Alexander Flores Reyes y Samuel Antonio Reyes, la noche "
    "del 26 de abril de 2022, en la colonia Popotlán de Apopa. La dejo escrita por si otra persona tiene que "
    "seguir con los casos.",
    Heading("1. Los hechos, según la prueba que tenemos", 2),
    "Los tres fueron detenidos en la vía pública, sin orden judicial y sin que cometieran delito alguno, por "
    "una patrulla de la Policía Nacional Civil al mando del sargento Evelio Cruz Batres. Hay cuatro testigos "
    "presenciales; dos aceptan declarar. El acta policial, en cambio, dice que la captura ocurrió en "
    "Soyapango, a las 23:40 horas, después de una llamada anónima.^1 A esa hora los tres llevaban más de "
    "cuatro horas en la delegación de Apopa, y consta en el libro de novedades, del que obtuve una "
    "fotografía.",
    Heading("2. Cronología", 2),
    Table(
        (
            ("Fecha", "Actuación", "Resultado"),
            ("26/04/2022", "Detención en la colonia Popotlán, Apopa.", "Traslado a la delegación de la PNC."),
            ("29/04/2022", "Ingreso al penal La Esperanza (Mariona).", "Sin aviso a las familias."),
            (
                "11/05/2022",
                "Audiencia ante el Juzgado Especializado.",
                "Detención provisional por seis meses para 312 personas.",
            ),
            ("17/08/2022", "Traslado de Guardado y Flores Reyes a Izalco.", "Las familias lo saben por terceros."),
            (
                "09/09/2022",
                "Presento los tres hábeas corpus en la Sala de lo Constitucional.",
                "Admitido solo el de Reyes.",
            ),
            ("18/01/2023", "Pido por escrito a la FGR la prueba contra Guardado.", "Sin respuesta a la fecha."),
            ("23/03/2023", "Libertad de Samuel Antonio Reyes con medidas.", "Firma cada quince días."),
        )
    ),
    Heading("3. Argumentos", 2),
    "Primero. El régimen de excepción amplió el plazo de la detención administrativa a quince días, pero no "
    "autorizó a nadie a inventar el lugar de una captura. La contradicción entre el acta y el libro de "
    "novedades basta, a mi juicio, para anularla.",
    "Segundo. La audiencia duró una hora y cincuenta minutos. Dividido entre 312 personas, a cada una le "
    "correspondieron veintiún segundos. No pude intervenir: cuando encendieron el micrófono, el juez ya había "
    "resuelto. Así se lo hice constar al secretario, Lic. Marvin Flores, que no tiene parentesco con mi "
    "representado.",
    "Tercero. La salud. Reyes salió con tos crónica, sarna y once kilos menos. Afirma que Flores Reyes tenía "
    "la pierna derecha infectada desde julio. Pedí que Medicina Legal lo evaluara; el penal de Izalco "
    "respondió que «no se ubica al interno». Si no lo ubican, ¿a quién le están recibiendo el paquete que su "
    "madre entrega cada quincena?",
    Heading("4. Lo que sigue", 2),
    "a) Insistir en el hábeas corpus de Guardado con la declaración de Reyes, que compartió celda con él "
    "hasta la madrugada del traslado. b) Pedir a Cristosal y al IDHUC copia de las denuncias anteriores "
    "contra Cruz Batres; sé de por lo menos una, de julio de 2021, que hizo un agente de su propia "
    "delegación. c) Preparar con las madres, Marta Lidia Guardado y Reyna Isabel Reyes de Flores, la petición "
    "ante la Comisión Interamericana de Derechos Humanos, si la Sala no resuelve antes del 30 de septiembre.",
    "Una nota personal, que no va al expediente. Ayer, cuando Samuel cruzó el portón, no reconoció a su "
    "hermano. Pasó de largo y le pidió a un desconocido que le dijera la hora.",
    Note(
        "1 Acta sin número, agregada a folio 4. La firma del agente captor no coincide con la de su ficha; "
        "no he pedido todavía el peritaje."
    ),
)

SHELTER = (
    Heading("Apuntes del albergue, febrero y marzo de 2023"),
    "Me llamo Concepción Robles y coordino la Casa Ceiba, en Tapachula, desde 2018. Todos me dicen Concha. "
    "Antes fui enfermera del Seguro. Estos apuntes los llevo para el relevo de turno, pero la hermana Inés "
    "dice que un día van a servir para algo más, así que los paso en limpio.",
    "**Martes 14 de febrero.** Hoy somos 143 en un lugar para ochenta. Llegó una muchacha de Apopa, Blanca "
    "Luz Guardado, con una niña de cuatro años y una mochila. Venía de dormir en el parque. Preguntó si aquí "
    "pedían papeles para comer. Le conseguí una cuna con la señora de la ferretería. A la hora de la cena me "
    "enseñó el retrato de su hermano, preso en El Salvador, y lo puso parado contra el vaso mientras comía.",
    "**Viernes 17 de febrero.** Acompañé a once personas a la COMAR. Hicimos fila desde las cuatro de la "
    "mañana y atendieron a seis. Delmy, la salvadoreña del cuarto dos, lleva cinco citas perdidas porque le "
    "cambian la ventanilla. Ella no levanta la voz nunca. Le tiene miedo a los uniformes, a todos, hasta al "
    "del muchacho de la paquetería.",
    "**Lunes 20 de febrero.** Pasó algo que quiero dejar escrito. Blanca y Delmy estaban lavando y se "
    "pusieron a platicar de por qué había salido cada una. De pronto se hizo un silencio. Cuando me asomé "
    "estaban abrazadas, con las manos llenas de jabón. Las dos traían el mismo nombre atravesado: un sargento "
    "Cruz Batres, de Apopa. Una por el hermano y la otra por el marido. «¿Cómo era el diente?», preguntó "
    "Delmy. «De oro, de este lado», le contestó Blanca.",
    "**Jueves 2 de marzo.** Llegó una abuela de Santa Cruz del Quiché, doña Candelaria Tum, con su nieto "
    "Mateo, de siete años. Ella habla muy poco castellano; el niño traduce. Los asaltaron en el tren y al "
    "papá de Mateo lo separaron los agentes del Instituto Nacional de Migración en Huixtla. Cuando le di agua "
    "me tomó la mano y me dijo: «Maltyox chawe, nan». Mateo me explicó: «Dice que gracias, señora».",
    "Cada mañana la saludo como me enseñó: «Utz awach?». Y ella contesta, muy seria: «Utz, maltyox», aunque "
    "yo sé que no está bien. Anoche, dormida, llamaba: «Wal, wal». El niño se tapó con la cobija. «Está "
    "llamando a mi papá», me dijo. «Así se le dice al hijo».",
    "**Miércoles 8 de marzo.** Fui a la estación migratoria Siglo XXI a preguntar por el papá de Mateo, Tomás "
    "Tum. El oficial tecleó con un dedo y me dijo que no aparecía. Le pedí que buscara con los apellidos al "
    "revés. Ahí estaba: lo habían devuelto a Guatemala el domingo. Ni cuatro días tardaron. Le marqué desde "
    "la calle al número que salía en la hoja, y fue él quien contestó.",
    "**Sábado 11 de marzo.** Doña Candelaria y Mateo regresan con él; la Casa del Migrante de Tecún Umán los "
    "recibe esta noche. Al despedirse me amarró en la muñeca un hilo rojo. Mateo no quiso traducir lo que "
    "dijo la abuela. Solo me dijo: «Es bueno, es bueno».",
    "**Martes 28 de marzo.** Incendio anoche en la estación migratoria de Ciudad Juárez. Nos enteramos por la "
    "televisión del comedor y la apagué tarde. Son decenas los muertos. Aquí hay cuatro mujeres con maridos "
    "detenidos en el norte y no hubo quien las calmara. Pusimos una vela por cada país. Delmy leyó los "
    "nombres de los países, porque de las personas todavía no había nombres.",
    "**Viernes 31 de marzo.** Blanca y la niña salieron hoy rumbo a Mexicali: tienen cita. Me dejó una copia "
    "del retrato de Josué y la pegué en la puerta, junto a los otros. Ya son veintisiete. La hermana Inés "
    "cuenta las caras por la noche, como quien reza el rosario.",
)

DECLARATION = (
    "DECLARATION OF DELMY YAMILETH CRUZ IN SUPPORT OF HER APPLICATION FOR ASYLUM",
    "I, Delmy Yamileth Cruz, declare under penalty of perjury that what follows is true to the best of my "
    "knowledge and memory.",
    "1. I was born on August 22, 1990, in Soyapango, El Salvador. I am a widow and the mother of one son, "
    "Ángel, who is nine years old and lives with my mother in Cojutepeque. I have lived in Houston, Texas, "
    "since May 2023. I speak Spanish. This declaration was read to me in Spanish before I signed it.",
    "2. My husband, Nelson Ernesto Molina, drove a delivery truck for a bakery in Apopa. He was thirty-six. "
    "He had never been arrested, and he did not have a single tattoo, because he was afraid of needles.",
    "3. On May 12, 2022, a Thursday, Nelson did not come home from work. At nine that night the owner of the "
    "bakery telephoned me. He said that the police had stopped the truck near the cemetery and that Nelson "
    "had been taken by Sergeant Evelio Cruz Batres. I have the same first surname as the sergeant. We are not "
    "related, and I would like that to be clear, because more than one person has asked me with suspicion.",
    "4. I went to the Apopa police station the next morning with Nelson's work contract, his driver's license "
    "and a letter from our pastor. The sergeant received me himself. He is a heavy man of about forty-five "
    "with a gold tooth on the left side. He put the papers in a drawer without reading them. “Your husband "
    "already signed,” he told me. I asked what he had signed. He answered, “Whatever was in front of him.”",
    "5. Nelson was held first at Mariona and, from the middle of August, at Izalco. In six months I was not "
    "allowed to see him or to speak with him. I delivered a package every two weeks. I met other women in the "
    "line, among them a baker from Apopa called Marta, whose son had worked the same street as my husband.",
    "6. On November 20, 2022, an employee of a funeral home in Izalco called my neighbor's phone and asked "
    "for the family of Nelson Molina. That is how I learned that my husband was dead. The death certificate "
    "says pulmonary edema. When we washed his body, my mother-in-law and I saw marks on both wrists and on "
    "his back. I took eleven photographs. They are attached as Exhibit C.",
    "7. On December 6, 2022, I made a complaint at the Attorney General's Office, the FGR, in San Salvador. A "
    "young prosecutor told me that she would register it, but that she could not promise that it would be "
    "safe. I also gave my account to Cristosal and to the Human Rights Institute of the Central American "
    "University, which is known as IDHUC.",
    "8. On Wednesday, January 18, 2023, at about six in the evening, Sergeant Cruz Batres came to my house in "
    "Soyapango in a car without plates. He was not in uniform. My son was doing his homework at the table. "
    "The sergeant sat down in my husband's chair and said that he had heard I was collecting photographs. He "
    "looked at Ángel's notebook and told him that his handwriting was very good. Then he said to me: “The boy "
    "has a future. Don't spend it.” He left his coffee untouched.",
    "9. I understood that he would kill me or take my son. I did not go to the police, because he was the "
    "police. I did not go back to the prosecutor, because only her office knew about the photographs. That "
    "night I took Ángel to my mother, and on January 22 I crossed into Guatemala alone.",
    "10. I spent eleven weeks in Tapachula, Mexico, in a shelter called Casa Ceiba. I asked for protection "
    "from COMAR, the Mexican refugee agency, and missed five appointments because the window was changed each "
    "time. In the shelter I met a woman named Blanca Luz Guardado. Her brother had been taken by the same "
    "sergeant, sixteen days before my husband. We had never met before. Neither of us had said his name aloud "
    "until then.",
    "11. I entered the United States at San Ysidro on April 20, 2023, with an appointment. I told the first "
    "officer who would listen that I was afraid to return. I was detained for nine days and released with a "
    "notice to appear.",
    "12. Since then my mother has received two visits. On the second, in February 2024, a man in civilian "
    "clothes asked her where I was “writing from.” She has moved to another house. I do not write down the "
    "address anywhere, not even here.",
    "13. I have been asked why I did not move to another part of El Salvador. It is a small country and my "
    "name is on one list. A soldier at any checkpoint can read it. I have also been asked whether I am angry. "
    "I am not here because I am angry. I am here because I have the photographs, and because there is someone "
    "who knows that I have them.",
    "14. If I am returned I believe that I will be detained at the airport, that I will be accused of "
    "belonging to a gang, as my husband was, and that I will die in a prison without having seen a judge. I "
    "ask the court for protection for myself and, when it is possible, for my son.",
    "Signed in Houston, Texas, on Saturday, June 8, 2024.",
    "Delmy Yamileth Cruz",
)

SYLLABLES = (
    "ac-cused ac-count ad-dress air-port al-lowed an-swered ap-pli-ca-tion ap-point-ment ap-point-ments ar-rested "
    "asy-lum at-tached bak-ery be-cause be-lieve be-long-ing broth-er cem-e-tery cer-tif-i-cate check-point "
    "ci-vil-ian cof-fee col-lect-ing com-plaint coun-try dec-la-ra-tion de-clare de-liv-ered de-liv-ery de-tained "
    "draw-er em-ploy-ee eve-ning fol-lows fu-neral fu-ture hand-writ-ing him-self home-work hus-band hus-band's "
    "knowl-edge let-ter li-cense lis-ten mem-ory mid-dle moth-er nee-dles neigh-bor's note-book no-tice of-fi-cer "
    "pack-age pas-tor pen-alty per-jury pho-to-graphs pos-si-ble pris-on prom-ise pros-e-cu-tor pro-tec-tion "
    "pul-mo-nary read-ing re-ceived ref-u-gee reg-is-ter re-lated re-turned ser-geant shel-ter sin-gle sol-dier "
    "some-one sup-port sur-name sus-pi-cion tat-too tele-phoned un-der-stood uni-form what-ever win-dow with-out "
    "Amer-i-can At-tor-ney Au-gust Cen-tral De-cem-ber Feb-ru-ary Guate-mala Hous-ton In-sti-tute Jan-u-ary Mex-ico "
    "No-vem-ber Sal-va-dor Thurs-day Uni-ver-sity Wednes-day "
)


def main() -> None:
    """Write the three files, the same bytes each time."""
    write_docx(
        FOLDER / "nota-habeas-corpus.docx",
        HABEAS,
        title="Nota de expediente: hábeas corpus",
        author="Noemí Paz Lemus",
        when=datetime(2023, 3, 24, 18, 5),
    )
    write_docx(
        FOLDER / "albergue-tapachula.docx",
        SHELTER,
        title="Apuntes del albergue",
        author="Concepción Robles",
        when=datetime(2023, 4, 1, 9, 30),
    )
    write_pdf(
        FOLDER / "declaration-asylum.pdf",
        DECLARATION,
        title="Declaration of Delmy Yamileth Cruz",
        syllables=SYLLABLES,
        size=11.5,
    )


if __name__ == "__main__":
    main()
