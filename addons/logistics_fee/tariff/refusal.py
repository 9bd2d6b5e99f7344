"""Business refusals are values: a code and what a sentence needs to be written."""
from dataclasses import dataclass

# Every code the core can return; adapters/messages.py has one sentence for each and a test compares the two.
CODES = (
    "no_contract",
    "no_contract_version",
    "not_shipped",
    "unknown_division",
    "unsure_address",
    "no_zone",
    "not_served",
    "no_band",
    "over_max_weight",
    "over_max_pieces",
    "over_max_size",
    "no_cod",
    "over_insured",
    "goods_not_taken",
    "missing_weight",
    "bad_weight",
    "bad_dims",
    "no_parcels",
    "missing_option",
    "no_rule",
    "bad_line",
    "unit_over_max",
    "no_bearer",
    "no_base",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a price or a fee cannot be given.

    :ivar code: one of :data:`CODES`.
    :ivar params: pairs (name, value) for the sentence.
    """

    code: str
    params: tuple = ()

    @property
    def ok(self) -> bool:
        """False: this is no price."""
        return False

    def as_dict(self) -> dict:
        """:return: the params as a dict."""
        return dict(self.params)
