"""Positions for the questions of the starter article, and as many more as are asked for.

Each is one sentence of at most 140 characters, with the hidden truth that its votes follow.
"""

from collections.abc import Iterator

from forum.transfer.seed.leanings import Leaning as L

Statement = tuple[str, L]

STARTING_LEANINGS = (L.AGREED, L.CAMPS, L.CAMPS_TURNED, L.AGREED, L.LIKED, L.CAMPS_TURNED)
"""For the positions that an article brings itself, in their order, over and over."""

STATEMENTS: dict[str, tuple[Statement, ...]] = {
    "belang-van-inwoners": (
        ("Een doel is pas goed als een cliënt het in eigen woorden kan navertellen.", L.AGREED),
        ("Wie niet zelf hulp krijgt, mag over het belang van cliënten niet meebeslissen.", L.REFUSED),
        (
            "De gemeenteraad is de beste vertegenwoordiger van alle inwoners, ook in deze samenwerking.",
            L.ROLES,
        ),
        ("Snel beginnen helpt inwoners meer dan eerst iedereen horen.", L.CAMPS),
        ("Een vast panel van inwoners is beter dan steeds nieuwe mensen vragen.", L.LIKED),
        ("Cijfers zeggen minder over het belang van inwoners dan tien goede gesprekken.", L.CAMPS_TURNED),
        ("Ieder overleg begint met de vraag wat een inwoner ervan merkt.", L.AGREED),
        ("Een samenwerking vertelt inwoners elk jaar wat er met hun inbreng is gedaan.", L.AGREED),
    ),
    "belang-of-structuur": (
        ("Bij de start spreken partners af wanneer zij met een werkwijze stoppen.", L.AGREED),
        ("Een bestaande structuur laten staan is altijd goedkoper dan een nieuwe maken.", L.REFUSED),
        ("Regels die de uitvoering hinderen, mogen professionals tijdelijk opzijzetten.", L.ROLES_TURNED),
        ("Eén loket voor alles maakt hulp voor inwoners eenvoudiger.", L.CAMPS),
        ("Een stuurgroep mag niet meer dan vijf leden hebben.", L.UNKNOWN),
        ("Wie een nieuw overleg begint, schaft er eerst een af.", L.LIKED),
    ),
    "wat-bedoelen-wij-met-wij": (
        ("Elke samenwerking zet op één bladzijde wie meebeslist en wie meedenkt.", L.AGREED),
        ("Wie geen geld inbrengt, hoort niet bij ‘wij’.", L.REFUSED),
        ("De gemeente is een partner als alle andere.", L.ROLES),
        ("Een partner die twee keer niet komt, doet niet meer mee aan besluiten.", L.CAMPS),
        ("Ook huisartsen en scholen horen vanaf het begin bij ‘wij’.", L.LIKED),
        ("Een groep heeft een naam nodig voordat zij een ‘wij’ kan zijn.", L.UNCLEAR),
    ),
    "spreken-voor-de-groep": (
        ("Wie voor de groep spreekt, zegt erbij namens wie en namens wie niet.", L.AGREED),
        ("Een voorzitter mag altijd namens de groep spreken, ook zonder overleg.", L.REFUSED),
        ("In de gemeenteraad spreekt alleen de wethouder over een gezamenlijk plan.", L.ROLES),
        ("Wie een besluit niet steunt, zwijgt erover naar buiten.", L.CAMPS),
        ("De groep wisselt elk jaar van woordvoerder.", L.UNKNOWN),
    ),
    "handelen-voor-de-groep": (
        ("Wat iemand namens de groep toezegt, staat binnen een week op papier voor iedereen.", L.AGREED),
        ("Een mondelinge toezegging bindt de hele groep.", L.REFUSED),
        ("Boven een afgesproken bedrag beslist niemand alleen, ook de budgethouder niet.", L.ROLES_TURNED),
        ("Eén trekker met ruim mandaat werkt beter dan een stuurgroep.", L.CAMPS),
        ("Een mandaat eindigt vanzelf na een jaar.", L.LIKED),
    ),
    "welke-waarden-delen-wij": (
        ("Waarden vinden partners in verhalen uit het werk, niet in een middag met een poster.", L.AGREED),
        ("Over waarden praten is tijd die niet aan inwoners wordt besteed.", L.REFUSED),
        ("Vertrouwen geeft u vooraf; wie eerst bewijs vraagt, krijgt het nooit.", L.CAMPS_TURNED),
        ("Een partner die winst maakt, kan dezelfde waarden hebben als een gemeente.", L.ROLES_TURNED),
        ("Wie nieuw is in een samenwerking, tekent voor de waarden van de groep.", L.LIKED),
    ),
    "waarden-onder-druk": (
        ("Wie moet wachten op hulp, hoort elke maand van een mens hoe het ervoor staat.", L.AGREED),
        ("Als het geld op is, gaat de oudste aanvraag altijd voor.", L.UNCLEAR),
        ("Een partner die een afspraak breekt, legt dat uit aan de hele groep.", L.AGREED),
        ("Bij een tekort beslist de partij die betaalt.", L.ROLES),
        ("Liever iets minder hulp voor iedereen dan volledige hulp voor een deel.", L.CAMPS),
    ),
    "een-opdrachtgever": (
        ("Een opdrachtgever kan door de partners ter verantwoording worden geroepen.", L.AGREED),
        ("Opdrachtgever zijn kan alleen wie ook het geld heeft.", L.ROLES),
        ("De rol van opdrachtgever wisselt elk jaar.", L.REFUSED),
        ("Zonder één opdrachtgever voelt niemand zich verantwoordelijk.", L.CAMPS),
        ("Cliënten zitten in de commissie die de opdrachtgever kiest.", L.LIKED),
    ),
    "aanbesteden-en-samenwerken": (
        ("Verslagen van gesprekken vóór een aanbesteding horen voor iedereen openbaar te zijn.", L.AGREED),
        ("Tijdens een aanbesteding moet al het contact tussen partners stoppen.", L.REFUSED),
        ("Prijs mag voor hoogstens een kwart meetellen.", L.ROLES_TURNED),
        (
            "Langlopende contracten met vaste partners zijn beter dan elke vier jaar opnieuw kiezen.",
            L.CAMPS_TURNED,
        ),
        ("Wie samen inschrijft, krijgt extra punten.", L.LIKED),
        ("Elk contract zegt wat partijen doen als het anders loopt dan verwacht.", L.AGREED),
        ("De inkoper zit vanaf het eerste gesprek met cliënten aan tafel.", L.AGREED),
        ("Strikte criteria zijn eerlijker dan vertrouwen in bekende partijen.", L.CAMPS),
    ),
    "gelijkwaardig-met-een-budgethouder": (
        ("De budgethouder zit het overleg niet zelf voor.", L.AGREED),
        ("Gelijkwaardig samenwerken kan alleen als iedereen evenveel betaalt.", L.REFUSED),
        ("Cliëntorganisaties krijgen een eigen budget om zich voor te bereiden.", L.ROLES_TURNED),
        ("Met één budgethouder blijft gelijkwaardigheid altijd schijn.", L.CAMPS_TURNED),
        ("De cijfers over het gezamenlijke budget zijn voor alle partners dezelfde.", L.AGREED),
        ("Wie tegen een besluit is, krijgt een maand om een beter voorstel te doen.", L.LIKED),
        ("De betaler heeft het laatste woord, en zegt dat ook eerlijk.", L.CAMPS),
    ),
}
"""By slug of the question, in the order in which they are taken."""

WHO = (
    "Elke samenwerking", "De budgethouder", "Een wijkteam", "De opdrachtgever", "Elke partner",
    "De cliëntenraad", "Een zorgaanbieder", "De inkoper", "Een stuurgroep", "De gemeente",
    "Een woordvoerder", "Een projectleider",
)  # fmt: skip

DUTY = (
    "legt uit welke keuze er is gemaakt", "vraagt eerst wat inwoners ervan merken",
    "zet de afspraken op één bladzijde", "deelt de cijfers met alle partners",
    "zegt openlijk wat er niet kan", "belt met wie niet aan tafel zit", "laat cliënten als eersten spreken",
    "noemt een datum waarop het stopt", "geeft kleine organisaties meer tijd",
    "vergoedt de tijd van wie onbetaald meedoet", "schrijft op wat er met bezwaren is gedaan",
    "wijst één vast aanspreekpunt aan", "vraagt een buitenstaander om mee te kijken",
)  # fmt: skip

MOMENT = (
    "voordat er over geld wordt gepraat", "voordat er iets wordt toegezegd", "aan het begin van elk jaar",
    "als een besluit anders uitvalt dan beloofd", "zodra er een wachttijd ontstaat",
    "bij elke nieuwe afspraak", "als een partner afhaakt", "voordat een contract wordt verlengd",
    "als de raad erom vraagt", "ook in een moeilijk jaar", "zonder dat iemand erom hoeft te vragen",
)  # fmt: skip

MORE_LEANINGS = (L.AGREED, L.CAMPS, L.LIKED, L.REFUSED, L.CAMPS_TURNED, L.ROLES, L.UNCLEAR, L.UNKNOWN)
MOST = len(WHO) * len(DUTY) * len(MOMENT)


def statements_for(slug: str) -> Iterator[Statement]:
    """Endless in practice: those written for this question, then MOST composed ones."""
    yield from STATEMENTS.get(slug, ())
    # Steps without a common factor visit every combination once, neighbours never alike.
    start = sum(slug.encode())
    for step in range(MOST):
        place = (start + step * 607) % MOST
        who, rest = place % len(WHO), place // len(WHO)
        duty, moment = rest % len(DUTY), rest // len(DUTY)
        yield f"{WHO[who]} {DUTY[duty]} {MOMENT[moment]}.", MORE_LEANINGS[step % len(MORE_LEANINGS)]
