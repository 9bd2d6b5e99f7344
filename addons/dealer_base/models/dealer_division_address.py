from odoo import api, models, tools
from odoo.exceptions import UserError

from ..adapters.messages import sentence
from ..address import AddressBook, parse_many

MAX_ADDRESSES = 5_000


class DealerDivision(models.Model):
    """Free-text addresses, read with the divisions and aliases of this database."""

    _inherit = "dealer.division"

    @api.model
    @tools.ormcache()
    def _address_book(self):
        """Build the names for reading addresses once per process; dropped whenever a division or an alias changes.

        :return: :class:`AddressBook`, plain data without records.
        """
        return AddressBook(*self._index_rows())

    @api.model
    def _parse_addresses(self, texts):
        """Read free-text addresses; no query once the book is built.

        :param texts: list of text.
        :return: list of (dealer.division, ParsedAddress), same order: the division is empty unless exactly one is meant;
            whether a person should confirm it says ``parsed.is_sure``.
        """
        ids = self._ids_by_code()
        return [(self.browse(ids.get(parsed.code)), parsed) for parsed in parse_many(self._address_book(), texts)]

    @api.model
    def _address_message(self, text, parsed):
        """What a person should know or do about an address.

        :return: sentence in the user's language, "" when it was read without doubt.
        """
        candidates = "、".join(f"{place.name} {place.code}" for place in parsed.candidates)
        params = {"text": text, "candidates": candidates, "found": parsed.place.name if parsed.place else ""}
        code = parsed.refusal
        if not code and not parsed.is_sure:
            code = "unsure_address"
        elif not code and self._address_book().has_below(parsed.code):
            code = "no_district_in_address"
        return sentence(self.env, code, params) if code else ""

    @api.model
    def parse_addresses(self, texts):
        """Read free-text addresses, for other programs; the steps are those of the form.

        :param texts: list of at most 5,000 texts.
        :return: list of dicts, same order: ``status`` (found, ambiguous, unknown), ``code``, ``province``, ``city``, ``district``,
            ``street``, ``contact``, ``phone``, ``confidence``, ``sure``, ``warnings``, ``candidates`` ([{code, name}]) and
            ``message``, a sentence for people.
        :raises AccessError: for who may not read regions.
        """
        self._check_texts(texts)
        return [self._address_values(text, parsed) for text, (_division, parsed) in zip(texts, self._parse_addresses(texts), strict=True)]

    @api.model
    def _check_texts(self, texts):
        self.browse().check_access("read")
        if not isinstance(texts, list) or len(texts) > MAX_ADDRESSES or not all(isinstance(text, str) for text in texts):
            raise UserError(self.env._("Give a list of at most %s address texts.", MAX_ADDRESSES))

    def _address_values(self, text, parsed):
        place = parsed.place
        return {
            "status": parsed.status, "code": parsed.code, "province": place.province if place else "", "city": place.city if place else "",
            "district": place.district if place else "", "street": parsed.street, "contact": parsed.contact, "phone": parsed.phone,
            "confidence": parsed.confidence, "sure": parsed.is_sure, "warnings": list(parsed.warnings),
            "candidates": [{"code": candidate.code, "name": candidate.name} for candidate in parsed.candidates],
            "message": self._address_message(text, parsed),
        }
