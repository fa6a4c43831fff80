"""How people answer one another, why they vote as they do, and titles for ever more threads."""

from forum.transfer.seed.words import blocks

OPENERS = blocks("""
    Dat herken ik.

    Eens, met één kanttekening.

    Daar kijk ik anders tegen aan.

    Dank voor dit voorbeeld.

    Dit is precies waar wij nu mee worstelen.

    Ik begrijp wat u bedoelt, en toch twijfel ik.

    Zo had ik het nog niet bekeken.

    Vanuit mijn rol zie ik het omgekeerde.

    Mooi dat dit bij u lukte.

    Ik ben het er niet mee eens.

    Goed punt.

    Dat hoor ik vaker, en meestal klopt het.

    Bij ons ging het anders.

    Fijn dat u dit zo eerlijk opschrijft.

    Mag ik daar iets aan toevoegen?

    Hier zit volgens mij de kern.
    """)

CLOSERS = blocks("""
    Hoe doet u dat?

    Ik ben benieuwd of anderen dit ook zien.

    Misschien is dat een goed standpunt om over te stemmen.

    Wie heeft hier een voorbeeld van?

    Ik deel graag het verslag met wie het wil lezen.

    Wat zou u in mijn plaats doen?

    Daar zou ik graag eens een inkoper over horen.

    Zijn er cliëntenraden die hier iets over kunnen zeggen?

    Ik hoor het graag als u er anders over denkt.

    Volgende maand weten we meer, dan kom ik erop terug.
    """)

SHORT = blocks("""
    Helemaal mee eens. Dit mag in de tussenstand.

    Dank u, hier kan ik iets mee.

    Kunt u daar iets meer over vertellen? Ik denk dat veel mensen dat willen weten.

    Ik heb het nagevraagd bij mijn collega’s en zij zeggen hetzelfde.

    Wie gaat daar dan over, denkt u?

    Daar was ik bij. Het ging in werkelijkheid minder soepel, maar het klopt.

    En wat vonden de bewoners ervan?

    Dat is een mooie vraag voor ons volgende overleg.

    Ik zou het nog scherper zeggen, maar we bedoelen hetzelfde.

    Is dat ook opgeschreven? Dan lees ik het graag.
    """)

PROPOSING = blocks("""
    Ik probeer het in één zin te zeggen, om te zien of wij het eens zijn.

    Misschien helpt het als we over één zin stemmen. Ik stel deze voor.

    Als ik alles hier lees, kom ik op het volgende uit. Verbeter mij gerust.

    Volgens mij gaat het eigenlijk om deze ene zin.
    """)

FOR = blocks("""
    Zonder deze afspraak loopt het bij ons elke keer vast.

    Wij werken zo sinds een jaar, en dat bevalt.

    Dit is het minste wat inwoners mogen verwachten.

    Het dwingt ons om het gesprek op tijd te voeren.

    Eens, al kost het tijd aan het begin.
    """)

AGAINST = blocks("""
    In de praktijk betekent dit vooral meer overleg.

    Dit klinkt goed, maar kleine organisaties kunnen dit niet.

    Daar hebben we de raad voor.

    Het hangt te veel van de situatie af om dit zo te zeggen.

    Dat hebben wij geprobeerd, en het hielp niet.
    """)

NEUTRAL = blocks("""
    Ik weet hier te weinig van om te kiezen.

    Voor mijn werk maakt dit geen verschil.

    Ik wil eerst weten wat cliënten hiervan vinden.
    """)

SUBJECTS = (
    "Het overleg", "De overdracht", "Onze wachtlijst", "De wijkaanpak", "Het convenant", "De stuurgroep",
    "Ons gezamenlijke loket", "De evaluatie", "Het jaarplan", "De cliëntenraad", "Ons contract",
    "De taakverdeling", "Het budget voor voorbereiding", "De gezamenlijke intake", "Onze werkgroep",
)  # fmt: skip

ANGLES = (
    "in {place}: wat wij leerden", "loopt vast, wie denkt mee?", "opnieuw ingericht: een verslag",
    "en de inwoner: hoe merkt die het?", "na een jaar: wat zouden wij anders doen?",
    "zonder extra geld: kan dat?", "met {n} partijen: te veel of juist goed?",
    "in {place}: van plan naar praktijk", "als de trekker vertrekt",
    "vanuit een kleine organisatie bekeken", "met cliënten aan tafel", "en de raad: wat vertellen wij?",
)  # fmt: skip
