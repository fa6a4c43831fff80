"""Texts as long and as varied as people write here: the same seed gives the same text."""

from random import Random

_SENTENCES = (
    "Bij ons begon het met een gezamenlijke opdracht, en pas daarna met de vraag wie betaalt.",
    "Dat klinkt logisch, maar in de praktijk zit de inkoper niet aan dezelfde tafel.",
    "Wij hebben drie jaar geprobeerd om met zes partijen één plan te maken.",
    "De inwoners om wie het gaat, hoorden er pas iets van toen het plan al klaar was.",
    "Wie spreekt er eigenlijk namens de aanbieders, als er vijftien van zijn?",
    "Een gelijkwaardig gesprek is lastig zolang één partij het budget verdeelt.",
    "Toch zie ik dat het kan: de wijkteams en de zorgaanbieders delen nu één wachtlijst.",
    "Ik ben het eens met de vorige spreker, op één punt na.",
    "De aanbesteding dwong ons om alles vooraf vast te leggen, ook wat we nog niet wisten.",
    "Vertrouwen groeit langzaam en verdwijnt in een middag.",
    "Het helpt als de wethouder zelf bij de start is en zegt wat er niet hoeft.",
    "We spraken af dat niemand meer dan een half uur over de regels mag praten.",
    "Voor een kleine organisatie kost elke overlegtafel een dag die niemand vergoedt.",
    "Wat is het belang van de cliënt hierin, en wie heeft het haar gevraagd?",
    "De waarden op papier waren mooi, maar bij de eerste bezuiniging golden ze niet meer.",
    "Misschien moeten we het resultaat samen opschrijven voordat we over de rollen praten.",
    "In onze regio ligt het opdrachtgeverschap nu bij twee gemeenten tegelijk.",
    "Dat werkt omdat zij elk kwartaal laten zien wat zij met de opmerkingen deden.",
    "Cliëntenorganisaties krijgen bij ons een eigen budget om zich voor te bereiden.",
    "Zonder mandaat moet ik na elk overleg terug naar mijn bestuur, en dan is de vaart eruit.",
)
_EMPHASISED = ("samen", "niet", "vooraf", "wie", "gelijkwaardig", "altijd")


class Writer:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def title(self) -> str:
        return self._random.choice(_SENTENCES).rstrip(".?").partition(",")[0]

    def body(self) -> tuple[str, str]:
        """(Markdown, its HTML as the renderer would store it): one to four paragraphs, at times a list."""
        source, html = [], []
        for _ in range(self._random.choice((1, 1, 2, 2, 2, 3, 4))):
            words = " ".join(self._random.sample(_SENTENCES, self._random.randint(2, 4)))
            if self._random.random() < 0.3:
                stress = self._random.choice(_EMPHASISED)
                source.append(f"{words} Dat bedoel ik *{stress}*.")
                html.append(f"<p>{words} Dat bedoel ik <em>{stress}</em>.</p>")
            else:
                source.append(words)
                html.append(f"<p>{words}</p>")
        if self._random.random() < 0.15:
            points = self._random.sample(_SENTENCES, 3)
            source.append("\n".join(f"- {point}" for point in points))
            html.append("<ul>\n" + "\n".join(f"<li>{point}</li>" for point in points) + "\n</ul>")
        return "\n\n".join(source), "\n".join(html)
