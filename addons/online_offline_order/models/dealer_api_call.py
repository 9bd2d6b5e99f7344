import hashlib
import json

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

KEY_LENGTH = 64


class DealerApiCall(models.Model):
    """Writes of other programs that were carried out: the same key again finds what the first one made and does nothing (issue 5, public API)."""

    _name = "dealer.api.call"
    _description = "Call of another program"
    _rec_name = "key"
    _order = "id desc"

    key = fields.Char(string="Idempotency key", required=True, readonly=True, index="trigram")
    method = fields.Char(required=True, readonly=True)
    fingerprint = fields.Char(required=True, readonly=True, help="Of the contents of the call: the same key with other contents is refused.")
    res_model = fields.Char(string="Model of the document", readonly=True)
    res_id = fields.Many2oneReference(string="Number of the document", model_field="res_model", readonly=True)
    document = fields.Char(compute="_compute_document")
    user_id = fields.Many2one("res.users", string="Program's user", required=True, readonly=True, index=True, default=lambda self: self.env.uid)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)

    _key_uniq = models.UniqueIndex("(company_id, method, key)", "This key has been used already.")

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for model, calls in self.grouped("res_model").items():
            ids = {call.res_id for call in calls if call.res_id} if model in self.env else ()
            documents = self.env[model].sudo().browse(ids).exists() if ids else ()  # sudo: names, for who reads the list of calls
            names = {document.id: document.display_name for document in documents}
            for call in calls:
                call.document = names.get(call.res_id, False)

    @api.model
    def _check_key(self, key):
        """Refuse what is no idempotency key.

        :raises UserError: for anything but a text of 1 to 64 characters.
        """
        if not isinstance(key, str) or not 0 < len(key) <= KEY_LENGTH:
            raise UserError(self.env._("The idempotency key is a text of 1 to 64 characters."))

    @api.model
    def _check_key_first(self, key):
        """Refuse a call that was written before the idempotency key came first in it: without one, or with its contents in the key's place.

        :raises UserError: for anything but text in the key's place.
        """
        if not isinstance(key, str):
            raise UserError(self.env._(
                "Give the idempotency key first, then the contents: a text of 1 to 64 characters, the same when the call is sent again."))

    @api.model
    def _once(self, key, method, payload, work, before=None):
        """Carry out a write of another program once.

        :param key: text of 1 to 64 characters that the program chose for this write.
        :param method: name of the write; keys of different ones have nothing to do with each other.
        :param payload: what it was called with, as JSON knows it.
        :param work: function() -> the record that the write made or changed; it runs in this transaction.
        :param before: function() -> the record that the key made before calls of this method were noted here, may be empty.
        :return: that record, from this call or from the first one with the key.
        :raises UserError: for a bad key, and for the same key with other contents.
        :raises ConcurrencyError: when the same call runs at this moment: the request is repeated and finds what the other one made.
        """
        self._check_key(key)
        fingerprint = hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()
        calls = self.sudo()  # sudo: what was done is written by this method alone
        first = calls.search([("company_id", "=", self.env.company.id), ("method", "=", method), ("key", "=", key)])
        if first:
            return first._answer(fingerprint, self.env)
        known = before() if before else None
        if known:
            return known
        try:
            call = calls.create({"key": key, "method": method, "fingerprint": fingerprint})
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        record = work()
        call.write({"res_model": record._name, "res_id": record.id})
        return record

    @api.model
    def _once_by_user(self, key, method, payload, work):
        """Carry out a write once, as above. Keys of people of a dealer are their own, and they are told what their key made without a right to its list.

        :param key, method, payload, work: as above.
        :return: the record.
        """
        if not self.env.user.share:
            return self._once(key, method, payload, work)
        return self.sudo()._once(self.env["sale.order"]._store_key(key), method, payload, work)  # sudo: what the own key made

    def _answer(self, fingerprint, env):
        """Give the document of a call as the repeating user may see it.

        :raises UserError: when the contents differ. :raises AccessError: when the document is not for this user.
        """
        if self.fingerprint != fingerprint:
            raise UserError(env._(
                "Key %(key)s was used for %(document)s with other contents: send the same contents again, or choose a new key.", key=self.key,
                document=self.document))
        record = env[self.res_model].browse(self.res_id)
        if not record.has_access("read"):
            raise AccessError(env._("Key %s was used by another program: choose another one.", self.key))
        return record
