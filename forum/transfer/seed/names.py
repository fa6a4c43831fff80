"""Names as one meets them in Dutch municipalities, care and residents' organisations. Places are made up."""

FIRST = (
    "Anneke", "Bilal", "Carla", "Dirk", "Esra", "Femke", "Gijs", "Hanan", "Ingrid", "Joost", "Karima",
    "Lars", "Marjolein", "Niels", "Olga", "Pieter", "Quirine", "Ruben", "Samira", "Tijmen", "Ursula",
    "Vincent", "Wendy", "Xander", "Yasmine", "Zeynep", "Aart", "Bianca", "Cem", "Daphne", "Edwin", "Fatima",
    "Gerrit", "Hülya", "Ilse", "Jeroen", "Katja", "Leyla", "Maarten", "Nadia", "Otto", "Petra", "Rachid",
    "Sanne", "Thomas", "Usha", "Veerle", "Willem", "Ying", "Zoë", "Aisha", "Bram", "Chantal", "Dewi",
    "Emiel", "Floor", "Giovanni", "Henk", "Ineke", "Jasper", "Kim", "Linda", "Mehmet", "Noor", "Omar",
    "Paulien", "Rosa", "Sjoerd", "Tineke", "Vera", "Wouter", "Marit", "Ahmed", "Jolanda", "Erik", "Soraya",
    "Frits", "Nienke", "Ravi", "Hetty",
)  # fmt: skip

LAST = (
    "de Vries", "Yılmaz", "Jansen", "van den Berg", "El Amrani", "Bakker", "Visser", "Smit", "Wierda",
    "van der Meer", "Ramdin", "de Boer", "Mulder", "Öztürk", "Bos", "Vos", "Peters", "Hendriks",
    "van Leeuwen", "Dekker", "Brouwer", "Bouzid", "de Wit", "Dijkstra", "Smits", "de Graaf", "Kuipers",
    "Veenstra", "Kramer", "Santos", "van Vliet", "Sari", "Hoekstra", "van Dam", "Prins", "Blom", "Huisman",
    "Willems", "Postma", "Wong", "Kuiper", "Verhoeven", "Postema", "Benali", "van der Linden", "Timmermans",
    "Groen", "Gerritsen", "Koster", "Martina", "Scholten", "van Wijk", "Terpstra", "Kaya", "Molenaar",
    "Boersma", "de Haan", "Lont", "Sluiter", "Aziz", "van Beek", "Zijlstra",
)  # fmt: skip

PLACES = (
    "Oosterwaard", "Kerkmeer", "Zuiderveen", "Lindenborg", "Hogewolde", "Waterdam", "Rijnsloot",
    "Nieuwhaven", "Elsbroek", "Molenwijk", "Duinrade", "Vechtzijl",
)  # fmt: skip

NUMBERS = ("vier", "vijf", "zes", "zeven", "acht", "negen", "elf")

ORGANISATIONS = {
    "gemeente": ("Gemeente {place}", "Samenwerkende gemeenten {place}", "Wijkteam {place}"),
    "inkoop": ("Inkoopbureau {place}", "Gemeente {place}, inkoop", "Regionale inkoop {place}"),
    "zorgaanbieder": (
        "Thuiszorg {place}", "Stichting De Brug", "Jeugdhulp {place}", "Begeleid Wonen {place}",
        "Zorggroep Delta",
    ),
    "inwoners-en-clienten": (
        "Cliëntenraad {place}", "Bewonersplatform {place}", "Wmo-raad {place}", "Stichting Stem van Cliënten",
    ),
    "advies-en-onderzoek": ("Adviesbureau Kompas", "Hogeschool {place}", "Kenniswerkplaats {place}"),
    "anders": ("Welzijn {place}", "Woningcorporatie {place}", "Huisartsen {place}"),
}  # fmt: skip
"""By perspective of the starter article; people of other perspectives name none."""
