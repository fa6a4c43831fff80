"""With which providers of OpenID Connect people sign in. docs/single-sign-on.md explains with examples."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import members, variable


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One of FORUM_OIDC_PROVIDERS. `name` stands in addresses."""

    name: str
    issuer: str = variable(
        "ISSUER",
        values.issuer,
        "Address that the provider calls itself by; /.well-known/openid-configuration stands below it.",
    )
    client_id: str = variable("CLIENT_ID", str, "The name under which the provider knows this forum.")
    client_secret: str = variable(
        "CLIENT_SECRET", str, "The secret that the provider gave this forum.", repr=False
    )
    label: str = variable(
        "LABEL", str, "What stands on the button after “Sign in with”. Default: the name.", default=""
    )
    scopes: str = variable(
        "SCOPES", str, "What the forum asks for, by spaces.", default="openid email profile"
    )
    acr_values: str = variable(
        "ACR_VALUES", str, "Kinds of signing in that the forum asks the provider for, by spaces.", default=""
    )
    second_factor: tuple[str, ...] = variable(
        "SECOND_FACTOR",
        values.names,
        "Values of amr or acr, by commas, that count as a second factor here too, such as mfa.",
        default=(),
    )
    join: str = variable(
        "JOIN",
        values.one_of("follow", "always", "never"),
        "Whether people without an account can make one this way: as FORUM_REGISTRATION says (follow), also "
        "where that does not let them (always), or not (never).",
        default="follow",
    )
    perspective: str = variable(
        "PERSPECTIVE", str, "Role in the field that is filled in for who joins this way.", default=""
    )
    organisation: str = variable(
        "ORGANISATION", str, "Organisation that is filled in for who joins this way.", default=""
    )
    organisation_claim: str = variable(
        "ORGANISATION_CLAIM",
        str,
        "Claim of the provider that tells the organisation, such as schac_home_organization.",
        default="",
    )
    organisation_names: dict[str, str] = variable(
        "ORGANISATION_NAMES",
        values.pairs,
        "What that claim's values are called here: noord.example = Gemeente Noord; west.example = Zorg West. "
        "Others are left empty. Default: the values themselves.",
        default_factory=dict,
    )

    @property
    def title(self) -> str:
        return self.label or self.name.capitalize()

    @property
    def is_on_this_machine(self) -> bool:
        """For trying out: only then may its addresses begin with http."""
        return self.issuer.startswith("http:")


@dataclass(frozen=True, kw_only=True)
class SigningOn:
    oidc_providers: tuple[Provider, ...] = members(
        "FORUM_OIDC_PROVIDERS",
        "FORUM_OIDC_{}_",
        Provider,
        "Names of the providers with which people can sign in, by commas: letters and digits. Each has the "
        "variables below, with its name in capitals for <NAME>.",
    )
