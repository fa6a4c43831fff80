"""Texts about who "we" are, speaking and acting for the group (lesson 2)."""

from forum.transfer.seed.words import Theme, blocks, lists

WE = Theme(
    titles=blocks("""
        Wie hoort er bij ons als wij ‘wij’ zeggen?

        Mag de voorzitter namens ons allemaal met de krant praten?

        Een mandaat dat niemand heeft opgeschreven

        Wat doet u met een partner die alleen op papier meedoet?

        Kleine organisaties hebben niemand om te sturen

        Spreken voor de groep en toch uzelf blijven

        Hoe lang geldt een mandaat bij u?

        Mijn bestuur weet niet wat ik hier toezeg
        """),
    openings=blocks("""
        In ons overleg zeggen we de hele dag ‘wij’. Vorige week vroeg iemand wie dat dan zijn, en we kwamen
        op drie verschillende antwoorden. Hoe hebt u dat opgelost?

        Een wethouder vroeg mij om ter plekke ja te zeggen namens alle aanbieders. Ik heb het gedaan, en
        daar had ik de dagen erna spijt van. Welke afspraken hebt u hierover?

        Wij willen opschrijven wie wanneer voor de groep mag spreken en beslissen. Het moet op één bladzijde
        passen. Wat mag er volgens u niet op ontbreken?
        """),
    stories=blocks("""
        In {place} zitten {n} aanbieders in één coöperatie. Twee van hen voeren het woord. Dat werkt, omdat
        zij elke maand opnieuw vragen of het nog mag.

        Ik tekende ooit een verklaring namens {n} organisaties. Drie bestuurders lazen er pas in de krant
        over. Sindsdien gaat er bij ons niets meer uit zonder dat iedereen het een dag heeft kunnen lezen.

        Bij ons in {place} dachten de wijkverpleegkundigen dat zij er niet bij hoorden. Zij stonden niet op
        de lijst en deden wel het werk. We hebben de lijst weggegooid.

        Wij begonnen met {n} partners en een kring van belangstellenden. Na een jaar deed de kring meer dan
        de partners. Toen hebben we de namen omgedraaid.

        Onze regio werkt met een mandaat op één bladzijde: waarover, tot welk bedrag en tot wanneer. Na {n}
        maanden loopt het af. Verlengen kost vijf minuten, en toch is het elke keer een goed gesprek.

        In {place} sprak één aanbieder zich in de raad uit tegen ons gezamenlijke plan. Dat was even
        schrikken. Het plan is er beter van geworden, en de samenwerking ook.

        Ik zit in {n} overleggen over hetzelfde onderwerp, steeds met iemand anders die het mandaat heeft.
        De bewoners begrijpen er niets meer van, en eerlijk gezegd ik ook niet.

        Toen onze trekker vertrok, bleek dat alle afspraken in haar hoofd zaten. Het kostte {place} een
        halfjaar om weer te weten wie wat had beloofd.
        """),
    arguments=blocks("""
        Spreken en handelen zijn twee verschillende dingen. Uitleggen wat een groep vindt mag snel; iets
        beloven vraagt een afspraak vooraf.

        Een mandaat zonder einddatum wordt vanzelf een functie. Daar moet een groep zich tegen beschermen.

        Wie bij elke zin terug moet naar zijn bestuur, kan beter thuisblijven en het bestuur sturen. Geef
        ruimte, of kom zelf.

        Een groep die geen afwijkende stem verdraagt, is geen groep maar een front. Dat houdt zelden langer
        dan een jaar.

        Het woord ‘wij’ is vaak een wens. Er is niets tegen wensen, zolang we er geen besluiten op bouwen.

        Snelheid is ook een waarde. Als elk besluit langs elke tafel moet, is de inwoner het wachten.

        Kleine partijen hebben evenveel te verliezen en minder tijd om te vergaderen. Houd daar rekening
        mee, of zij verdwijnen uit het ‘wij’.

        Macht verdwijnt niet door er niet over te praten. Zet op papier wie wat kan tegenhouden, dan kunt u
        het er tenminste over hebben.
        """),
    points=blocks("""
        Wie er niet bij was, voelt zich niet gebonden.

        Het helpt als iemand zegt namens wie hij nu spreekt.

        Een handtekening onder een convenant is nog geen mandaat.

        Stilte in een vergadering is geen instemming.

        Laat de uitvoerders meepraten voordat u iets toezegt.

        Vertrouwen is goed, maar een datum erbij is beter.

        De gemeente is ook niet één partij, dat vergeten we vaak.

        Als alles met iedereen moet, beslist uiteindelijk wie de langste adem heeft.
        """),
    lists=lists("""
        Op onze bladzijde staat:
        - waarover iemand namens ons mag spreken
        - wat hij eerst moet voorleggen
        - wanneer het mandaat eindigt, en wie dat bewaakt

        Ik zie drie kringen:
        1. wie meebeslist
        2. wie het werk doet en gehoord wordt
        3. wie op de hoogte wil blijven

        Wat bij ons misging:
        - er was één woordvoerder en geen vervanger
        - het mandaat stond alleen in een mail
        - niemand vertelde het aan de uitvoerders
        """),
)
