"""Texts about shared values, also under pressure (lesson 3)."""

from forum.transfer.seed.words import Theme, blocks, lists

VALUES = Theme(
    titles=blocks("""
        Onze waarden hielden stand tot de eerste bezuiniging

        Hoe vindt u waarden die echt van iedereen zijn?

        Moeten partners dezelfde waarden hebben?

        Wat deed u toen het budget in november op was?

        Vertrouwen: eerst geven of eerst verdienen?

        Eerlijk nee zeggen tegen een gezin dat wacht

        Waarden op een poster, en dan?

        Wie bewaakt onze afspraken als het spannend wordt?
        """),
    openings=blocks("""
        We hebben een middag over waarden gepraat en er hing daarna een mooie poster in de gang. Een jaar
        later wist niemand meer wat erop stond. Hoe zorgt u dat het gaat leven?

        In het najaar was het geld op en moesten we kiezen. Toen bleek dat we bij ‘de inwoner eerst’
        allemaal iets anders dachten. Ik ben benieuwd hoe dat bij u ging.

        Partners hoeven van mij niet hetzelfde te vinden. Ik wil wel weten wat zij nooit zullen opgeven.
        Hebt u daar een goede vraag voor?
        """),
    stories=blocks("""
        In {place} spraken we af dat hulp die is begonnen doorgaat. In oktober kostte ons dat {n} ton. We
        hebben het gedeeld, en daarna geloofde iedereen de afspraak.

        Wij vroegen {n} medewerkers naar een moment waarop zij trots waren op de samenwerking. Uit die
        verhalen kwamen onze waarden. Niemand heeft ze ooit hoeven uitleggen.

        Bij de bezuiniging van vorig jaar trok elke partij zich terug op het eigen budget. Het duurde {n}
        weken voordat iemand zei dat we dit juist anders hadden willen doen.

        In {place} heeft elke vergadering een lege stoel voor wie wacht op hulp. Ik vond het eerst
        overdreven. Het verandert toch hoe we praten.

        Onze partner uit de jeugdhulp zei openlijk dat zij een opdracht niet aankon. Dat was voor ons {n}
        partijen het moment waarop het vertrouwen begon.

        Ik werkte in een regio waar transparant zijn een kernwaarde was. De tarieven kreeg niemand te zien.
        Na {n} maanden gebruikte niemand het woord nog zonder te lachen.

        Wij hebben geen gedeelde waarden op papier, en toch werken we al {n} jaar goed samen. Wij delen een
        wachtlijst. Dat verbindt meer dan een verklaring.

        In {place} belt de wethouder zelf met een gezin als het lang moet wachten. Dat lost het wachten niet
        op. Het maakt wel dat we er niet aan wennen.
        """),
    arguments=blocks("""
        Een waarde telt pas als u er iets voor opgeeft. Vraag daarom niet wat belangrijk is, maar wat het
        mag kosten.

        Waarden hoeven niet gelijk te zijn om samen te werken. Het is genoeg als u van elkaar weet waar de
        grens ligt.

        Als het geld op is, ziet u wat een groep echt vindt. Bespreek dat moment dus voordat het er is.

        Vertrouwen is geen waarde maar een gevolg. Het komt van kleine beloften die worden nagekomen.

        Zonder afspraken wordt vertrouwen iets voor wie elkaar al kent. Nieuwkomers hebben meer aan heldere
        regels.

        Eerlijk zijn over wat niet kan, is ook zorg. Mensen kunnen veel hebben, behalve maanden zonder
        bericht.

        Een tekort hoort bij degene die het kan oplossen. Alles delen klinkt mooi, maar dan stuurt niemand
        meer.

        Praat over waarden aan de hand van een echt geval. In het algemeen zijn we het altijd eens.
        """),
    points=blocks("""
        Op papier zijn we het altijd eens.

        Een waarde zonder voorbeeld is een slogan.

        Vraag eens wat u zou doen als het dubbel zoveel kostte.

        Het gaat mis bij de eerste die de afspraak stilletjes laat vallen.

        Ook een goede samenwerking mag nee zeggen.

        Wachten zonder uitleg is voor mensen het zwaarst.

        Wij vieren te weinig wat wel is gelukt.

        Controle en vertrouwen sluiten elkaar niet uit.
        """),
    lists=lists("""
        Bij ons bleven er drie over:
        - wat begonnen is, maken we af
        - slecht nieuws vertellen we zelf en snel
        - wie hulp vraagt, hoeft het maar één keer te vertellen

        Zo bespreken wij een botsing:
        1. wat staat er op het spel voor de inwoner?
        2. wat kan elk van ons bijdragen?
        3. wat leggen wij vast voor de volgende keer?

        Voorbeelden van wat het ons kostte:
        - twee maanden langer een plek vrijhouden
        - een contract dat wij niet verlengden
        - een moeilijk gesprek met de eigen raad van toezicht
        """),
)
