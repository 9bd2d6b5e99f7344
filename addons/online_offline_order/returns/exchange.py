"""Other goods for those that come back: what they cost together, and which part of it the credit pays. Whole fen."""
from dataclasses import dataclass

from .fees import Preview

# The credit pays what the way back costs first, then the new goods; what is left of them is held.
PARTS = ("postage", "handling", "goods", "admin", "logistics")


@dataclass(frozen=True)
class Exchange:
    """An exchange before and after it is booked.

    :param back: the pieces that come back, worked out as an exchange (goods and admin fee are credited).
    :param goods_fen: ex-factory value of the goods that go out for them.
    :param admin_fen: their admin fee.
    :param logistics_fen: the freight of their way out that the account pays.
    """

    back: Preview
    goods_fen: int
    admin_fen: int
    logistics_fen: int

    @property
    def out_fen(self) -> int:
        """What the goods that go out cost: the settlement of their order."""
        return self.goods_fen + self.admin_fen + self.logistics_fen

    @property
    def credit_fen(self) -> int:
        """What is credited for the goods that come back."""
        return self.back.credit_fen

    @property
    def charge_fen(self) -> int:
        """All that is charged: the goods that go out, postage and handling of those that come back."""
        return self.out_fen + self.back.postage_fen + self.back.handling_fen

    @property
    def net_fen(self) -> int:
        """Change of the balance by the whole exchange."""
        return self.credit_fen - self.charge_fen

    def hold_fen(self, *, in_advance: bool = False) -> int:
        """Give what is held when the exchange is accepted.

        :param in_advance: the goods go out before those that come back have come: nothing is credited yet.
        """
        return self.charge_fen if in_advance else max(0, -self.net_fen)

    def _charges(self) -> dict[str, int]:
        return {
            "postage": self.back.postage_fen, "handling": self.back.handling_fen, "goods": self.goods_fen, "admin": self.admin_fen,
            "logistics": self.logistics_fen}

    def covered(self) -> dict[str, int]:
        """Give the parts of the charge that the credit pays.

        :return: {part: fen > 0}, in the order of PARTS; they add up to the smaller of credit and charge.
        """
        left, found, charges = self.credit_fen, {}, self._charges()
        for part in PARTS:
            fen = min(left, charges[part])
            if fen:
                found[part] = fen
            left -= fen
        return found

    def held(self) -> dict[str, int]:
        """Give the parts of the charge that the hold pays: what the credit does not cover.

        :return: {part: fen > 0}; they add up to :meth:`hold_fen`.
        """
        covered = self.covered()
        return {part: fen - covered.get(part, 0) for part, fen in self._charges().items() if fen > covered.get(part, 0)}
