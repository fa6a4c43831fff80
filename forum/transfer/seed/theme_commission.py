"""Texts about shared commissioning and partnership beside one budget holder (lesson 4)."""

from forum.transfer.seed.words import Theme, blocks, lists

COMMISSION = Theme(
    titles=blocks("""
        Kan één partij de opdrachtgever zijn van iets dat van ons allen is?

        Gelijkwaardig, ook als één partij betaalt

        Een gezamenlijk fonds: wie heeft er ervaring mee?

        Wie tekent er als het misgaat?

        De gemeente stuurt op uren, wij willen sturen op rust in een gezin

        Mag een partner zonder budget iets tegenhouden?

        Opdrachtgever bij toerbeurt: geprobeerd en gestopt

        Hoe laat u zien waar het geld heen gaat?
        """),
    openings=blocks("""
        Onze gemeente betaalt en wil graag een gelijkwaardig gesprek. Allebei is gemeend. Toch wacht
        iedereen bij een lastig punt tot de gemeente iets zegt. Herkent u dat?

        Wij denken aan een gezamenlijk fonds, met een bestuur waarin ook cliënten zitten. Wie heeft dat al,
        en wat zou u nu anders doen?

        Eén opdrachtgever is overzichtelijk, en ik begrijp de wens. Maar blijft het resultaat dan nog van
        ons allen? Ik zoek voorbeelden waarin dat is gelukt.
        """),
    stories=blocks("""
        In {place} legden {n} partners een deel van hun geld in één pot. Het bedrag was klein. Het effect
        was groot, want vanaf die dag was het van ons allemaal.

        Bij ons wisselde de rol van opdrachtgever elk jaar. Na {n} jaar zijn we gestopt: wie net was
        ingewerkt, gaf het stokje weer door.

        Onze gemeente publiceert elk kwartaal waarom zij welke keuze maakte. De eerste keer kwamen er {n}
        boze reacties. Nu zijn het vooral vragen.

        In {place} kan ook de cliëntenraad een besluit een maand aanhouden. Dat is in {n} jaar twee keer
        gebeurd, en beide keren werd het besluit beter.

        Wij hadden {n} opdrachtgevers voor één wijkteam. Elke ochtend koos het team zelf naar wie het
        luisterde. Dat was niet de bedoeling, maar het werkte beter dan het klinkt.

        Toen het tekort groter werd, trok de gemeente het opdrachtgeverschap weer naar zich toe. Ik begreep
        het wel: de raad van {place} stelde de vragen aan de wethouder en aan niemand anders.

        Een zorgaanbieder is bij ons opdrachtgever namens {n} anderen. Het gaat goed, omdat er elk jaar
        wordt gestemd of dat zo blijft.

        In {place} zit de budgethouder niet meer voor. Het lijkt een klein ding. De gesprekken gaan nu vaker
        over mensen dan over ruimte in de begroting.
        """),
    arguments=blocks("""
        Wie betaalt, bepaalt: dat verdwijnt niet door een vriendelijke toon. Spreek dus af wat de betaler
        níét alleen mag beslissen.

        De gemeente legt verantwoording af aan een gekozen raad. Dat kunt u niet zomaar aan een fonds of een
        aanbieder overdragen.

        Een opdracht is pas gezamenlijk als de partners de opdrachtgever ook kunnen aanspreken. Anders is
        het een inspraakronde.

        Een fonds lost niets op als één partij er negentig procent in stopt. Het gaat om wie er mag
        weigeren.

        Eén aanspreekpunt is voor inwoners prettig. Dat kan ook zonder dat één partij alles beslist.

        Laat degene die het dichtst bij inwoners staat de opdracht formuleren, en degene met het geld de
        grenzen. Dan doet ieder waar hij goed in is.

        Gelijkwaardig is iets anders dan gelijk. Een kleine organisatie hoeft niet evenveel te dragen om
        evenveel mee te tellen.

        Openheid over geld is de goedkoopste vorm van vertrouwen. Het kost een middag per kwartaal.
        """),
    points=blocks("""
        Zonder vetorecht is het advies.

        Het tekort van de één is morgen het probleem van de ander.

        Wie de notulen maakt, stuurt ook.

        Een opdrachtgever die meedoet, stelt betere vragen.

        Laat zien wat er met het geld gebeurt, ook als het tegenvalt.

        Samen beslissen betekent ook samen uitleggen.

        De raad wil één naam onder de brief, en dat is niet onredelijk.

        Toerbeurten klinken eerlijk, maar niemand bouwt dan iets op.
        """),
    lists=lists("""
        Dit spraken wij af met onze gemeente:
        - elk besluit boven een ton komt eerst op tafel
        - wie tegen is, krijgt een maand voor een beter voorstel
        - de cijfers zijn voor iedereen dezelfde

        Drie vormen die ik ken:
        1. één partij doet het namens de rest, met een jaarlijkse stemming
        2. een fonds met een eigen bestuur
        3. ieder zijn eigen opdracht, en één gezamenlijk doel

        Wat een budgethouder kan doen:
        - niet zelf voorzitten
        - als laatste spreken
        - opschrijven wat hij met de bezwaren deed
        """),
)
