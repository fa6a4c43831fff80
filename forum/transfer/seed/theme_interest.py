"""Texts about the interest of residents and clients (lesson 1)."""

from forum.transfer.seed.words import Theme, blocks, lists

INTEREST = Theme(
    titles=blocks("""
        Wie vraagt het eigenlijk aan de inwoner zelf?

        Hoe schrijft u een doel op dat ook een cliënt begrijpt?

        Meepraten is nog geen meebeslissen

        Wij hadden een structuur voordat wij een doel hadden

        Betaalt u ervaringsdeskundigen voor hun tijd?

        Wat doet u met regels die niemand meer kan uitleggen?

        Hoe merkt een gezin dat er beter wordt samengewerkt?

        Het belang van de stille inwoner
        """),
    openings=blocks("""
        In bijna elk plan staat dat de inwoner centraal staat. Als ik vraag welke inwoner, en wie haar
        gesproken heeft, wordt het vaak stil. Hoe pakt u dat aan?

        Wij willen het doel van onze samenwerking opnieuw opschrijven, nu samen met de mensen om wie het
        gaat. Ik zoek voorbeelden van hoe u dat deed, ook als het niet lukte.

        Na drie jaar samenwerken kwam de vraag op tafel of het leven van iemand er beter van is geworden.
        Wij konden daar geen goed antwoord op geven. Dat wil ik de volgende keer anders.
        """),
    stories=blocks("""
        Bij ons in {place} begonnen {n} partijen aan een plan tegen eenzaamheid. Pas na een halfjaar vroegen
        we het aan de mensen zelf. Zij zochten vooral iemand om mee te koken, geen loket erbij.

        Vorig jaar liep ik een dag mee met een bewoner die van {n} organisaties hulp kreeg. Zij had een
        dikke map om het bij te houden. Geen van ons had die map ooit gezien.

        In {place} schrijven cliënten mee aan de opdracht, vanaf de eerste regel. Dat kostte ons twee
        maanden extra. Daarna hebben we over het doel nooit meer hoeven twisten.

        Ons wijkteam begint elk overleg met één vraag: wat merkt de inwoner hiervan? Van de {n} punten op de
        agenda verdwijnen er dan meestal twee.

        We hadden een mooie structuur, met een stuurgroep, een kerngroep en {n} werkgroepen. Toen een moeder
        vroeg wie haar zou bellen, wist niemand het.

        Bij ons doen {n} ervaringsdeskundigen mee, en zij krijgen een vergoeding per uur. In het begin was
        dat wennen. Nu is het gesprek merkbaar eerlijker.

        In {place} belden we {n} gezinnen een jaar later nog eens op. Wat wij een succes noemden, noemden
        zij rust: eindelijk één iemand die bleef.

        Onze cliëntenraad kreeg het plan toen het al klaar was. Zij hadden {n} vragen waar wij geen antwoord
        op hadden. We zijn opnieuw begonnen, en dat was terecht.
        """),
    arguments=blocks("""
        Een doel dat alleen professionals begrijpen, is een doel van professionals. Schrijf het zo op dat
        een cliënt kan zeggen of het gelukt is.

        Inwoners zijn niet één groep. Wie altijd aanschuift, spreekt niet vanzelf voor wie nooit komt.

        Professionals weten veel over wat werkt, en weinig over hoe het voelt om afhankelijk te zijn. Beide
        horen aan tafel, en op hetzelfde moment.

        Structuren blijven staan omdat niemand ze durft weg te halen. Spreek daarom bij de start af wanneer
        u ermee ophoudt.

        Meepraten zonder terug te horen wat ermee gebeurde, is erger dan niet gevraagd worden. Daar raakt u
        mensen door kwijt.

        Niet alles hoeft eerst aan inwoners gevraagd te worden. Soms weten we echt wel wat er moet gebeuren,
        en is uitstel vooral voor ons zelf prettig.

        Geld voor voorbereiding is geen luxe. Wie onbetaald meedoet naast mensen met een salaris, zit op een
        kleinere stoel.

        Begin bij het leven van iemand en niet bij de wet waaruit u betaald wordt. De wet past er achteraf
        vaak beter in dan u denkt.
        """),
    points=blocks("""
        Het verschil zit in het moment waarop u het vraagt.

        Een panel van twaalf mensen is nog geen stad.

        Zolang het doel vaag blijft, kan iedereen tekenen.

        De inwoner heeft geen belang bij ons organogram.

        Wij noemen het maatwerk, maar de regels zijn voor iedereen gelijk gebleven.

        Vraag het aan wie vorig jaar is afgehaakt, daar leert u het meest van.

        Aan de keukentafel hoort u iets anders dan in een klankbordgroep.

        Een vast gezicht is voor veel mensen meer waard dan een nieuw aanbod.
        """),
    lists=lists("""
        Drie vragen die ons hielpen:
        - Wat is er over een jaar anders in het leven van deze mensen?
        - Hoe weten wij dat, en van wie?
        - Wat laten wij vanaf nu achterwege?

        Zo pakten wij het aan:
        1. eerst tien gesprekken thuis, zonder vragenlijst
        2. daarna één bladzijde met wat wij hoorden
        3. en die bladzijde terug naar de tien

        Waar het bij ons op vastliep:
        - het doel stond in de subsidieaanvraag en nergens anders
        - cliënten kwamen pas bij de evaluatie
        - niemand voelde zich vrij om ermee te stoppen
        """),
)
