"""Answers as mail programs send them, written for these tests: who reads them should read what was typed."""

# ruff: noqa: E501

from base64 import encodebytes
from email.header import Header
from quopri import encodestring

REPLY_TO = "reply+token@forum.example.nl"
SENDER = "alice@example.nl"

QUOTED = """\
> Hello Alice,
>
> Bob wrote in "What do we mean by we?":
>
> Clients decide with us.
>
> http://localhost/comments/abc
"""


def mail(
    body: str | bytes,
    *,
    sender: str = SENDER,
    to: str = REPLY_TO,
    kind: str = "text/plain; charset=utf-8",
    encoding: str = "8bit",
    charset: str = "utf-8",
    message_id: str = "<1@example.nl>",
    **headers: str,
) -> bytes:
    """`headers`: names with underscores for hyphens."""
    raw = body.encode(charset) if isinstance(body, str) else body
    if encoding == "quoted-printable":
        raw = encodestring(raw)
    elif encoding == "base64":
        raw = encodebytes(raw)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    head = {
        "From": f"Alice <{sender}>",
        "To": f"Samenspraak <{to}>",
        "Subject": Header("Re: Nieuw antwoord op ‘Wie is wij?’", "utf-8").encode(),
        "Date": "Mon, 23 Nov 2026 10:00:00 +0100",
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": kind,
        "Content-Transfer-Encoding": encoding,
    } | named
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\n" + raw


def alternative(plain: str, html: str, *, attachment: str = "") -> bytes:
    """Both forms of a text, and perhaps a file beside them."""
    parts = f"""\
--inner
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

{encodestring(plain.encode()).decode()}
--inner
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

{encodestring(html.encode()).decode()}
--inner--
"""
    if not attachment:
        return mail(parts, kind='multipart/alternative; boundary="inner"')
    whole = f"""\
--outer
Content-Type: multipart/alternative; boundary="inner"

{parts}
--outer
{attachment}
--outer--
"""
    return mail(whole, kind='multipart/mixed; boundary="outer"')


GMAIL_HTML = (
    '<div dir="ltr"><div>Dat zien wij in Zwolle ook.</div><div><br></div><div>Vooral bij de wijkteams.</div>'
    '</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Op ma 23 nov 2026 om 09:12 schreef '
    'Samenspraak &lt;<a href="mailto:x@y.nl">x@y.nl</a>&gt;:<br></div><blockquote class="gmail_quote">Hallo '
    "Alice,<br>Bob schreef.</blockquote></div>"
)
OUTLOOK_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm;} --></style></head><body lang="NL"><div class="WordSection1">
<p class="MsoNormal">Beste Bob,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">Bij ons beslist de cli&euml;ntenraad mee.<o:p></o:p></p>
<p class="MsoNormal">Met vriendelijke groet,<o:p></o:p></p><p class="MsoNormal">Alice Jansen<o:p></o:p></p>
<p class="MsoNormal">Adviseur sociaal domein | 06-12345678<o:p></o:p></p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>Van:</b> Samenspraak &lt;reply+abc@forum.example.nl&gt; <br>
<b>Verzonden:</b> maandag 23 november 2026 09:12<br><b>Aan:</b> Alice<br><b>Onderwerp:</b> Nieuw<o:p></o:p></p>
</div><p class="MsoNormal">Hallo Alice,</p></div></body></html>"""
OUTLOOK_WEB_HTML = """<div style="font-family: Calibri">Ja, mits er <b>geld</b> bij komt:<ul><li>voor scholing</li>
<li>voor tijd</li></ul></div><div id="Signature"><p>Alice</p></div><div id="appendonsend"></div>
<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> Samenspraak</div><div>Hello</div>"""
APPLE_HTML = """<html><body>Eens.<div><br></div><div>Zie <a href="https://example.nl/rapport">het rapport</a>.
<br><div><br><blockquote type="cite"><div>Op 23 nov 2026, om 09:12 heeft Samenspraak het volgende
geschreven:</div></blockquote></div></div></body></html>"""

# (name, the mail, what was typed in it)
SAMPLES: list[tuple[str, bytes, str]] = [
    (
        "gmail, Dutch, plain",
        mail(
            "Dat zien wij ook.\r\n\r\nOp ma 23 nov 2026 om 09:12 schreef Samenspraak <\r\n"
            "reply+abc@forum.example.nl>:\r\n\r\n" + QUOTED
        ),
        "Dat zien wij ook.",
    ),
    (
        "gmail, English, both forms",
        alternative(
            "I agree.\n\nOn Mon, Nov 23, 2026 at 9:12 AM Samenspraak <reply+abc@forum.example.nl>\nwrote:\n\n"
            + QUOTED,
            "<div>I agree.</div>",
        ),
        "I agree.",
    ),
    (
        "gmail, HTML only, quoted-printable",
        mail(GMAIL_HTML, kind="text/html; charset=utf-8", encoding="quoted-printable"),
        "Dat zien wij in Zwolle ook.\n\nVooral bij de wijkteams.",
    ),
    (
        "outlook for windows, Dutch, HTML only, windows-1252 in base64",
        mail(OUTLOOK_HTML, kind="text/html; charset=windows-1252", encoding="base64", charset="windows-1252"),
        "Beste Bob,\n\nBij ons beslist de cliëntenraad mee.",
    ),
    (
        "outlook for windows, Dutch, plain",
        mail(
            "Wij doen dat al jaren.\r\n\r\nMet vriendelijke groet,\r\n\r\nAlice Jansen\r\nInkoper\r\n\r\n"
            "Dit bericht is alleen bestemd voor de geadresseerde. Is dit bericht niet voor u bestemd? Dan\r\n"
            "verzoeken wij u dit te melden.\r\n\r\nVan: Samenspraak <reply+abc@forum.example.nl>\r\n"
            "Verzonden: maandag 23 november 2026 09:12\r\nAan: Alice\r\nOnderwerp: Nieuw antwoord\r\n\r\nHallo"
        ),
        "Wij doen dat al jaren.",
    ),
    (
        "outlook, an old one, English",
        mail(
            "We do that too.\r\n\r\n-----Original Message-----\r\nFrom: Samenspraak [mailto:x@y.nl]\r\n"
            "Sent: Monday, November 23, 2026 9:12 AM\r\nTo: Alice\r\nSubject: New\r\n\r\nHello Alice"
        ),
        "We do that too.",
    ),
    (
        "outlook, an old one, Dutch",
        mail("Wij ook.\r\n\r\n-----Oorspronkelijk bericht-----\r\nVan: Samenspraak\r\nVerzonden: maandag"),
        "Wij ook.",
    ),
    (
        "outlook on the web, HTML",
        mail(OUTLOOK_WEB_HTML, kind="text/html; charset=utf-8"),
        "Ja, mits er geld bij komt:\n\n- voor scholing\n\n- voor tijd",
    ),
    (
        "outlook on a phone, below a rule",
        mail(
            "Kort: ja.\r\n\r\nOutlook voor iOS<https://aka.ms/o0ukef> downloaden\r\n"
            "________________________________\r\nVan: Samenspraak <x@y.nl>\r\nVerzonden: maandag\r\n"
            "Aan: Alice\r\nOnderwerp: Nieuw\r\n\r\nHallo Alice,"
        ),
        "Kort: ja.",
    ),
    (
        "apple mail, Dutch, plain",
        mail(
            "Eens met Bob.\r\n\r\nVerstuurd vanaf mijn iPhone\r\n\r\n> Op 23 nov 2026, om 09:12 heeft "
            "Samenspraak het volgende geschreven:\r\n> \r\n> Hallo Alice,"
        ),
        "Eens met Bob.",
    ),
    (
        "apple mail on a mac, Dutch, attribution outside the quotation",
        mail(
            "Eens met Bob.\n\n> Op 23 nov 2026, om 09:12 heeft Samenspraak <x@y.nl> het volgende geschreven:\n"
            "> \n> Hallo Alice,\n"
        ),
        "Eens met Bob.",
    ),
    (
        "apple mail, HTML with a link",
        mail(APPLE_HTML, kind="text/html; charset=utf-8"),
        "Eens.\n\nZie het rapport (https://example.nl/rapport).",
    ),
    (
        "an iPhone, English, nothing but a line",
        mail(
            "Yes!\r\n\r\nSent from my iPhone\r\n\r\n> On 23 Nov 2026, at 09:12, Samenspraak <x@y.nl> wrote:"
        ),
        "Yes!",
    ),
    (
        "thunderbird, format=flowed",
        mail(
            "Op 23-11-2026 om 09:12 schreef Samenspraak:\r\n> Hallo Alice, \r\n> Bob schreef iets.\r\n\r\n"
            "Dit is een lange alinea die het programma heeft afgebroken waar zij te \r\n"
            "lang werd, en die verder gaat.\r\n\r\nEn een tweede.\r\n\r\n-- \r\nAlice \r\n06-12345678\r\n",
            kind="text/plain; charset=utf-8; format=flowed",
        ),
        "Dit is een lange alinea die het programma heeft afgebroken waar zij te lang werd, en die verder gaat."
        "\n\nEn een tweede.",
    ),
    (
        "flowed without the spaces",
        mail(
            "Samen \r\nwerken. \r\n\r\n> oud\r\n",
            kind='text/plain; charset=utf-8; format="flowed"; delsp="yes"',
        ),
        "Samenwerken.",
    ),
    (
        "written between the quoted lines",
        mail(
            "Op 23-11-2026 om 09:12 schreef Samenspraak:\n> Eerste vraag?\nEerste antwoord.\n\n"
            "> Tweede vraag?\nTweede antwoord.\n"
        ),
        "Eerste antwoord.\n\nTweede antwoord.",
    ),
    (
        "latin-1 that says it is, with an accent",
        mail("Coöperatie én zorg.\r\n", kind="text/plain; charset=iso-8859-1", charset="latin-1"),
        "Coöperatie én zorg.",
    ),
    (
        "latin-1 that says it is utf-8",
        mail("Coöperatie.\r\n".encode("latin-1")),
        "Coöperatie.",
    ),
    (
        "a character set that nobody knows",
        mail("Coöperatie.", kind="text/plain; charset=x-unknown", encoding="base64"),
        "Coöperatie.",
    ),
    (
        "lines broken by the mail program, a list left alone",
        mail(
            "Wij merken dat de wijkteams elkaar pas leren kennen wanneer er een casus\n"
            "is die niemand alleen kan oplossen.\n\nDrie dingen helpen:\n- tijd\n- geld\n- koffie\n"
        ),
        "Wij merken dat de wijkteams elkaar pas leren kennen wanneer er een casus is die niemand alleen kan"
        " oplossen.\n\nDrie dingen helpen:\n- tijd\n- geld\n- koffie",
    ),
    (
        "a greeting with a name, and a postscript",
        mail("Mooi plan.\n\nGroeten, Alice van der Berg\n\nPS: ik ben er vrijdag niet."),
        "Mooi plan.\n\nPS: ik ben er vrijdag niet.",
    ),
    (
        "a sentence that only looks like an attribution",
        mail("Op pagina 3 schreef u:\nDat gaat niet.\n\nMaar het gaat wel.\nGroeten we elkaar nog?"),
        "Op pagina 3 schreef u:\nDat gaat niet.\n\nMaar het gaat wel.\nGroeten we elkaar nog?",
    ),
    (
        "Proton and Outlook.com put the name first",
        mail(
            "Akkoord.\n\nSamenspraak <reply+abc@forum.example.nl> schreef op ma 23 nov. 2026 om 09:12:\n\nHallo"
        ),
        "Akkoord.",
    ),
    (
        "German",
        mail("Einverstanden.\n\nAm 23.11.2026 um 09:12 schrieb Samenspraak <x@y.nl>:\n> Hallo\n"),
        "Einverstanden.",
    ),
    ("only a quotation", mail(QUOTED), ""),
    ("nothing", mail(""), ""),
]
