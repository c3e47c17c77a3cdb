"""Tokens: who may come in; shown once when made, kept as a hash only."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import select, update

from api.storage.database import Database
from api.storage.errors import Missing, Unfit
from api.storage.records import Token, is_id, new_id, written_name
from api.storage.schema import ROLES, SHA256, Role, TokenRow, now

SECRET_BYTES = 32
UNKNOWN = "0" * SHA256  # the hash of no secret
_COLUMNS = ("id", "name", "role", "created", "revoked")


@dataclass(frozen=True)
class Sealed:
    """A token with the hash of its secret."""

    token: Token
    sha256: str


@dataclass(frozen=True)
class Tokens:
    """The tokens of a database. A secret is ``<id>.<256 random bits>``."""

    database: Database

    def create(self, name: str, role: Role) -> tuple[Token, str]:
        """Make a token; return it and its secret, which cannot be shown again."""
        if role not in ROLES:
            raise Unfit(f"no role {role!r}; one of {', '.join(ROLES)}")
        token_id = new_id()
        secret = f"{token_id}.{secrets.token_urlsafe(SECRET_BYTES)}"
        row = TokenRow(
            id=token_id, name=written_name(name), role=role, sha256=_hash(secret), created=now()
        )
        with self.database.writing() as session:
            session.add(row)
            return _token(row), secret

    def all(self) -> list[Token]:
        """Return all tokens, revoked ones too, in the order they were made."""
        with self.database.reading() as session:
            asked = select(TokenRow).order_by(TokenRow.created, TokenRow.id)
            return [_token(row) for row in session.scalars(asked)]

    def check(self, secret: str) -> Token | None:
        """Return the token a secret belongs to; None if it is unknown or revoked."""
        row = self._row(secret.partition(".")[0])
        found = None if row is None or row.revoked is not None else _sealed(row)
        return found.token if opens(secret, found) and found is not None else None

    def sealed(self) -> dict[str, Sealed]:
        """Return the tokens that hold, by their ids."""
        with self.database.reading() as session:
            rows = session.scalars(select(TokenRow).where(TokenRow.revoked.is_(None)))
            return {row.id: _sealed(row) for row in rows}

    def revoke(self, token_id: str) -> Token:
        """Shut a token out from now on; one that is shut out already stays so."""
        if self._row(token_id) is None:
            raise Missing(f"no token {token_id!r}; mobility token list shows them")
        with self.database.writing() as session:
            here = (TokenRow.id == token_id, TokenRow.revoked.is_(None))
            session.execute(update(TokenRow).where(*here).values(revoked=now()))
            return _token(session.get_one(TokenRow, token_id))

    def _row(self, token_id: str) -> TokenRow | None:
        with self.database.reading() as session:
            return session.get(TokenRow, token_id) if is_id(token_id) else None


def opens(secret: str, sealed: Sealed | None) -> bool:
    """Return whether the secret is that of the token; as long for a near miss as for a far one."""
    known = UNKNOWN if sealed is None else sealed.sha256
    return hmac.compare_digest(known, _hash(secret))


def _hash(secret: str) -> str:
    """Return the SHA-256: of 256 random bits nobody tries them all, so it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: TokenRow) -> Token:
    return Token(*(getattr(row, name) for name in _COLUMNS))


def _sealed(row: TokenRow) -> Sealed:
    return Sealed(_token(row), row.sha256)
