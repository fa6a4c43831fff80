"""Texts about procurement and tendering beside the wish to collaborate."""

from forum.transfer.seed.words import Theme, blocks, lists

PROCUREMENT = Theme(
    titles=blocks("""
        Mag ik tijdens een aanbesteding nog koffie drinken met mijn partners?

        Praten met aanbieders vóór de uitvraag: hoe doet u dat eerlijk?

        Concurrent op maandag, collega op dinsdag

        Is aanbesteden het goede middel voor zorg aan mensen?

        Kleine aanbieders vallen af op de administratie

        Wat kan er binnen de regels meer dan wij denken?

        Een contract van tien jaar, met halverwege een gesprek

        Inkoop zit niet aan tafel als het plan wordt gemaakt
        """),
    openings=blocks("""
        Zodra de aanbesteding begint, durft niemand meer te bellen. Partners die jaren samenwerkten, worden
        opeens concurrenten. Hoe houdt u het gesprek gaande binnen de regels?

        Onze juristen zeggen dat overleg vooraf niet mag. Elders hoor ik dat het juist wordt aangeraden. Wie
        heeft het gedaan, en hoe hebt u het vastgelegd?

        Wij kopen hulp in alsof wij precies weten wat er over vier jaar nodig is. Ik zoek contracten die
        ruimte laten om samen te leren.
        """),
    stories=blocks("""
        In {place} hielden we {n} open gesprekken met aanbieders voordat de opdracht uitging. Alle verslagen
        stonden online. Niemand heeft bezwaar gemaakt, en de uitvraag werd de helft korter.

        Wij schreven met {n} kleine aanbieders samen in. De administratie deden we om de beurt. Zonder die
        afspraak was er nu één grote aanbieder over.

        Bij de laatste ronde in {place} telde de prijs voor zestig procent. We kregen wat we vroegen:
        goedkope uren. De wijkteams zijn nog steeds bezig om de gaten te vullen.

        Onze inkoper zat vanaf het begin bij het overleg met cliënten. Zij bedacht zelf de vraag waarop {n}
        aanbieders een heel ander voorstel deden.

        Ik mocht een jaar niet praten met een partner met wie ik {n} gezinnen deelde. De gezinnen merkten
        dat. De regels waren keurig nageleefd.

        In {place} loopt het contract tien jaar, met elke twee jaar een gesprek over wat er anders moet. Het
        eerste gesprek leverde {n} wijzigingen op, zonder nieuwe procedure.

        Wij kozen voor subsidie in plaats van een aanbesteding. Dat gaf lucht. Na {n} maanden vroeg de raad
        wel hoe eerlijk dat was voor wie buiten stond.

        Onze aanbesteding mislukte: {n} partijen tekenden bezwaar aan. Achteraf was niet de regel het
        probleem, maar dat niemand had uitgelegd waarom we kozen zoals we kozen.
        """),
    arguments=blocks("""
        De regels laten meer overleg toe dan we gebruiken. Een open gesprek met alle aanbieders is
        toegestaan, zolang iedereen dezelfde informatie krijgt.

        Aanbesteden beschermt ook de kleine aanbieder die niemand kent. Wie alleen met vertrouwde partners
        werkt, sluit anderen uit.

        Voor zorg aan mensen past een middel dat om de laagste prijs vraagt slecht. Een relatie koopt u niet
        per uur.

        Niet de wet dwingt ons tot wantrouwen, maar de angst om een fout te maken. Begin dus bij de
        juristen, en neem hen mee naar een gezin.

        Een contract hoort te zeggen wat we doen als het anders loopt. Nu staat er vooral in wie dan schuld
        heeft.

        Zonder heldere criteria wint wie het best kan schrijven. Dat is iets anders dan wie het best kan
        zorgen.

        Gelijke kansen betekent niet dat iedereen hetzelfde formulier van negentig bladzijden invult. Vraag
        alleen wat u ook leest.

        Laat aanbieders samen inschrijven en beloon dat. Dan hoeft samenwerken niet tegen de procedure in.
        """),
    points=blocks("""
        Vraag de jurist niet of het mag, maar hoe het kan.

        Na de gunning begint het pas, en dan is het geld voor overleg op.

        Een goede uitvraag past op tien bladzijden.

        De goedkoopste inschrijving was bij ons na een jaar de duurste.

        Zet de verslagen online, dan is het gesprek meteen eerlijk.

        Voor een kleine aanbieder is één ronde een maand werk.

        Inkoop is geen vijand van samenwerken, inkoop komt alleen te laat.

        Wie niet wint, moet de dag erna toch weer mee aan tafel.
        """),
    lists=lists("""
        Wat bij ons binnen de regels kon:
        - open gesprekken vooraf, met verslag voor iedereen
        - samen inschrijven, met één contactpersoon
        - een contract dat elk jaar kan worden bijgesteld

        Onze volgorde is nu:
        1. eerst het doel, met cliënten
        2. dan het gesprek met aanbieders
        3. dan pas de keuze voor een procedure

        Vraag vooraf aan uw inkoper:
        - wat moet echt vastliggen, en wat niet?
        - wie krijgt welke informatie, en wanneer?
        - hoe leggen wij uit waarom wij zo kozen?
        """),
)
